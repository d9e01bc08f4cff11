package dev.holdfast.proof.check;

import java.time.Duration;

/**
 * Something that must not be.
 *
 * @param sql a row that it returns is broken; {@code :grace} in it is how long a row must have been as it is. With it the
 *     rule is for what is allowed in flight: it is asked twice, and a row whose {@code xid} Seata still works on is fine.
 */
record Rule(Invariant invariant, String what, String sql) {
    /** Whoever has more broken rows of one kind has enough to read. */
    static final int MOST = 1000;

    private static final String GRACE = ":grace";

    /** False if what it finds is wrong at any instant. */
    boolean allowsInFlight() {
        return sql.contains(GRACE);
    }

    String sql(Tables tables, Duration grace) {
        return tables.in(sql).replace(GRACE, "INTERVAL " + grace.toMillis() * 1000 + " MICROSECOND") + " LIMIT " + MOST;
    }
}
