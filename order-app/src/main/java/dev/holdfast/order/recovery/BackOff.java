package dev.holdfast.order.recovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What rests for a while, since its last attempt failed. An order, the reservation of the same id and their transactions
 * rest each on its own: one must not keep the other from being settled. Bounded, and of this process: forgetting a rest
 * costs an attempt.
 */
final class BackOff {
    private static final int MOST = 50_000;

    /** The kinds of subjects: two of different kinds may have the same id. */
    enum Kind {
        NEW_ORDER,
        TRIED_ORDER,
        RESERVATION,
        TRANSACTION
    }

    /**
     * What is attempted.
     *
     * @param id of an order or a reservation; empty for a transaction
     * @param xid empty for an order that is NEW
     */
    record Subject(Kind kind, String id, String xid) {
        static Subject newOrder(String orderNo) {
            return new Subject(Kind.NEW_ORDER, orderNo, "");
        }

        static Subject transaction(String xid) {
            return new Subject(Kind.TRANSACTION, "", xid);
        }
    }

    /** @param times in a row that nothing could be done */
    private record Resting(int times, long untilNanos) {}

    private final Cache<Subject, Resting> resting;
    private final long first;
    private final long longest;
    private final LongSupplier nanoTime;

    BackOff(Duration first, Duration longest, LongSupplier nanoTime) {
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.nanoTime = nanoTime;
        this.resting = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(longest.multipliedBy(2))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    boolean ready(Subject subject) {
        Resting rest = resting.getIfPresent(subject);
        return rest == null || nanoTime.getAsLong() - rest.untilNanos() >= 0;
    }

    /** Nothing could be done. @return how many times in a row */
    int add(Subject subject) {
        Resting before = resting.getIfPresent(subject);
        int times = before == null ? 1 : before.times() + 1;
        long nanos = longest;
        // Where doubling would overflow it is beyond the longest anyway.
        if (times <= Long.numberOfLeadingZeros(first)) {
            nanos = Math.min(longest, first << (times - 1));
        }
        resting.put(subject, new Resting(times, nanoTime.getAsLong() + nanos));
        return times;
    }

    void forget(Subject subject) {
        resting.invalidate(subject);
    }
}
