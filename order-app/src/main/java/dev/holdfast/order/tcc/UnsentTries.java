package dev.holdfast.order.tcc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Tries that never left this process. Their Cancel has nothing to give back and no late Try to fear, so it need not wait for
 * a stock-app that is down: else every order refused during an outage would be asked again every second until its end.
 * Forgetting one (or another process being asked) costs a request, and leaves a tombstone.
 */
@Component
class UnsentTries {
    private record Key(String reservationId, String xid) {}

    private final Cache<Key, Boolean> unsent = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    void remember(String reservationId, String xid) {
        unsent.put(new Key(reservationId, xid), true);
    }

    boolean includes(String reservationId, String xid) {
        return unsent.getIfPresent(new Key(reservationId, xid)) != null;
    }
}
