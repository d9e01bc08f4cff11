package dev.holdfast.order.soldout;

import dev.holdfast.order.ledger.ClaimedKeys.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the claims of one stock row have been read. Each reading begins some seconds before the one before it began: a
 * claim may get into the index a moment after it got its time. Times are those of the database's clock; should that clock
 * have been set back or forth between two readings, nothing is passed over either, since what has passed here is known too.
 */
final class ClaimCursor {
    /** From the beginning of an INSERT statement until its row can be read, at most. */
    static final Duration OVERLAP = Duration.ofSeconds(5);

    /** Order numbers that are remembered so that their keys are not read twice; beyond, they are. */
    private static final int MAX_SEEN = 50_000;

    private Position position = Position.START;
    private boolean underWay;
    private Instant begun = Position.START.claimedAt();
    private long begunAt;
    private boolean complete;
    private Instant completeTo;
    private long completeAt;
    private final Map<String, Instant> seen = new HashMap<>();

    /** Whether a reading was begun and has not come to its end. */
    boolean isUnderWay() {
        return underWay;
    }

    /**
     * @param databaseNow the time of the database
     * @param now {@link System#nanoTime}, from before the database was asked for its time
     */
    void begin(Instant databaseNow, long now) {
        underWay = true;
        begun = databaseNow;
        begunAt = now;
        if (complete) {
            Instant passedHere = databaseNow.minusNanos(now - completeAt);
            position = new Position((passedHere.isBefore(completeTo) ? passedHere : completeTo).minus(OVERLAP), "");
        }
    }

    Position position() {
        return position;
    }

    boolean isNew(String orderNo) {
        return !seen.containsKey(orderNo);
    }

    void advance(List<Position> claims) {
        Instant remembered = begun.minus(OVERLAP);
        for (Position claim : claims) {
            if (seen.size() < MAX_SEEN && !claim.claimedAt().isBefore(remembered)) {
                seen.put(claim.orderNo(), claim.claimedAt());
            }
        }
        if (!claims.isEmpty()) {
            position = claims.get(claims.size() - 1);
        }
    }

    /** All that could be read when it began has been read. */
    void finish() {
        underWay = false;
        complete = true;
        completeTo = begun;
        completeAt = begunAt;
        Instant remembered = begun.minus(OVERLAP);
        seen.values().removeIf(claimedAt -> claimedAt.isBefore(remembered));
    }
}
