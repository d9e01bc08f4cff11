package dev.holdfast.stock.gate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** After a failure nobody asks Redis for a while; then one tries, and the others wait for how it fares. */
final class Fuse {
    private static final long WHOLE = Long.MIN_VALUE;

    private final long openNanos;
    private final LongSupplier nanos;
    private final AtomicLong blownUntil = new AtomicLong(WHOLE);
    private volatile Long failedAt;

    Fuse(Duration openFor, LongSupplier nanos) {
        this.openNanos = openFor.toNanos();
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
        if (!isWhole()) {
            blownUntil.set(WHOLE);
        }
    }

    /** @return whether it was whole before: of many failures at once one is the first */
    boolean failed() {
        long now = nanos.getAsLong();
        failedAt = now;
        return blownUntil.getAndSet(ending(now)) == WHOLE;
    }

    boolean failedWithin(Duration time) {
        Long at = failedAt;
        return at != null && nanos.getAsLong() - at < time.toNanos();
    }

    private long ending(long now) {
        long end = now + openNanos;
        return end == WHOLE ? end + 1 : end;
    }
}
