package dev.holdfast.order.tcc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** Attempts of which this process knows one thing for sure. Bounded: whoever asks must be right without it, only slower. */
final class Remembered {
    private static final int MOST = 100_000;

    private record Attempt(String reservationId, String xid) {}

    private final Cache<Attempt, Boolean> attempts;

    Remembered(Duration longest) {
        attempts = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(longest)
                .build();
    }

    void add(String reservationId, String xid) {
        attempts.put(new Attempt(reservationId, xid), true);
    }

    boolean includes(String reservationId, String xid) {
        return attempts.getIfPresent(new Attempt(reservationId, xid)) != null;
    }
}
