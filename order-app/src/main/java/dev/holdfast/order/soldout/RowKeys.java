package dev.holdfast.order.soldout;

import dev.holdfast.order.soldout.MarkLease.Version;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that orders for one stock row hold, as far as they have been read, and the orders that wait until more have been.
 * At most one reading goes on at a time, however many orders wait and however often the row is marked.
 */
final class RowKeys {
    private static final int MAX_WAITING = 10_000;

    private final StockKey stock;
    private volatile KeyFilter filter;
    private final ClaimCursor cursor = new ClaimCursor();

    // Guarded by this.
    private List<RefusalAttempt> waiting = new ArrayList<>();
    private Version latest;
    private boolean reading;
    private Reading complete;
    private boolean overflown;
    private boolean takesLong;

    /**
     * One reading from the cursor to the end.
     *
     * @param version of the mark before it began, null if it is not known
     * @param begunAt {@link System#nanoTime}
     * @param waiting orders that arrived before it began
     */
    record Reading(Version version, long begunAt, List<RefusalAttempt> waiting) {}

    RowKeys(StockKey stock, long maxBytes) {
        this.stock = stock;
        this.filter = new KeyFilter(maxBytes);
    }

    StockKey stock() {
        return stock;
    }

    KeyFilter filter() {
        return filter;
    }

    /** How far it has been read; for the reader's thread alone. */
    ClaimCursor cursor() {
        return cursor;
    }

    /**
     * Whether the filter has the key of every order that was answered before the mark had this version.
     *
     * @param oldest {@link System#nanoTime} before which nothing was read that still counts: should an order have passed
     *     uncounted, this is how long it may be missing
     */
    synchronized boolean isComplete(Version version, long oldest) {
        return complete != null && version.equals(complete.version()) && complete.begunAt() - oldest >= 0;
    }

    /** @return whether the caller is to start a reading */
    synchronized boolean await(RefusalAttempt attempt) {
        if (overflown || takesLong || waiting.size() >= MAX_WAITING) {
            attempt.place();
            return false;
        }
        waiting.add(attempt);
        latest = attempt.version();
        boolean first = !reading;
        reading = true;
        return first;
    }

    /** A reading of which nothing has been asked of the database yet. */
    synchronized Reading begin(long now) {
        Reading begun = new Reading(latest, now, waiting);
        waiting = new ArrayList<>();
        return begun;
    }

    /** There is much to read: until the end no order waits for it. */
    synchronized void takesLong() {
        takesLong = true;
    }

    /**
     * It has come to the end.
     *
     * @return orders that came meanwhile and need no further reading, since no order for the row was answered meanwhile
     */
    synchronized List<RefusalAttempt> finish(Reading done) {
        complete = done;
        takesLong = false;
        if (!latest.equals(done.version())) {
            return List.of();
        }
        List<RefusalAttempt> served = waiting;
        waiting = new ArrayList<>();
        return served;
    }

    /** Behind {@link #finish}. @return whether orders wait for another reading, which the caller is to start */
    synchronized boolean isWantedAgain() {
        reading = !waiting.isEmpty();
        return reading;
    }

    /** It cannot go on now. @return the orders that wait, which are to be placed */
    synchronized List<RefusalAttempt> giveUp() {
        List<RefusalAttempt> left = waiting;
        waiting = new ArrayList<>();
        reading = false;
        takesLong = false;
        return left;
    }

    /** There are too many keys: no order for the row waits any more. */
    synchronized void overflow() {
        overflown = true;
        filter = new KeyFilter(0);
    }
}
