package dev.holdfast.order.recovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Who is to be left alone for a while, since nothing could be done about him. Bounded, and of this process: forgetting one
 * costs an attempt.
 */
final class BackOff {
    private static final int MOST = 50_000;

    /** @param times in a row that nothing could be done */
    private record Resting(int times, long untilNanos) {}

    private final Cache<String, Resting> resting;
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

    boolean ready(String who) {
        Resting rest = resting.getIfPresent(who);
        return rest == null || nanoTime.getAsLong() - rest.untilNanos() >= 0;
    }

    /** Nothing could be done. @return how many times in a row */
    int add(String who) {
        Resting before = resting.getIfPresent(who);
        int times = before == null ? 1 : before.times() + 1;
        long nanos = longest;
        // Where doubling would overflow it is beyond the longest anyway.
        if (times <= Long.numberOfLeadingZeros(first)) {
            nanos = Math.min(longest, first << (times - 1));
        }
        resting.put(who, new Resting(times, nanoTime.getAsLong() + nanos));
        return times;
    }

    void forget(String who) {
        resting.invalidate(who);
    }
}
