package dev.holdfast.stock.gate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * After a failure nobody asks Redis for a while; then one tries, and how it fares decides. An answer that only came too late
 * is a failure when none has come in time for several budgets: on a busy machine everything stalls now and then.
 */
final class Fuse {
    private static final long WHOLE = Long.MIN_VALUE;
    private static final int PATIENCE_BUDGETS = 4;

    private final long openNanos;
    private final long patienceNanos;
    private final LongSupplier nanos;
    private final AtomicLong blownUntil = new AtomicLong(WHOLE);
    private volatile Long lateSince;

    Fuse(Duration openFor, Duration budget, LongSupplier nanos) {
        this.openNanos = openFor.toNanos();
        this.patienceNanos = budget.toNanos() * PATIENCE_BUDGETS;
        this.nanos = nanos;
    }

    /** Whether the caller may ask; if it may, it must say how that fared. */
    boolean mayAsk() {
        long until = blownUntil.get();
        if (until == WHOLE) {
            return true;
        }
        long now = nanos.getAsLong();
        // Whoever moves the end is the one who tries. If it never says how that fared, another tries in its turn.
        return now - until >= 0 && blownUntil.compareAndSet(until, ending(now));
    }

    boolean isWhole() {
        return blownUntil.get() == WHOLE;
    }

    void answered() {
        if (lateSince != null) {
            lateSince = null;
        }
        if (!isWhole()) {
            blownUntil.set(WHOLE);
        }
    }

    /** There was no answer in time. @return as {@link #failed} does, if that is what it is by now */
    boolean late() {
        Long since = lateSince;
        long now = nanos.getAsLong();
        if (since == null) {
            lateSince = now;
        }
        boolean failure = !isWhole() || since != null && now - since >= patienceNanos;
        return failure && failed();
    }

    /** @return whether it was whole before: of many failures at once one is the first */
    boolean failed() {
        return blownUntil.getAndSet(ending(nanos.getAsLong())) == WHOLE;
    }

    private long ending(long now) {
        long end = now + openNanos;
        return end == WHOLE ? end + 1 : end;
    }
}
