package dev.holdfast.stock.gate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RLock;
import org.springframework.stereotype.Component;

/**
 * Lets one instance of many do the rounds. Only a saving: two who both believe to have it do the same work twice, and that
 * is all.
 */
@Component
public class Lease {
    private static final String NAME = "holdfast:keeper";

    /** Redisson's locks belong to a thread; this one belongs to the instance, whichever of its threads asks. */
    private static final long INSTANCE = 1;

    private final Redis redis;

    Lease(Redis redis) {
        this.redis = redis;
    }

    /** Takes it, or holds it on; false if another has it, or nobody can know. It ends by itself after {@code length}. */
    public boolean held(Duration length) {
        if (!redis.connected()) {
            return false;
        }
        try {
            return redis.lock(NAME)
                    .tryLockAsync(0, length.toMillis(), TimeUnit.MILLISECONDS, INSTANCE)
                    .get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }

    /** Lets another begin at once. */
    public void release() {
        if (!redis.connected()) {
            return;
        }
        try {
            RLock lock = redis.lock(NAME);
            if (lock.isHeldByThread(INSTANCE)) {
                lock.forceUnlock();
            }
        } catch (RuntimeException e) {
            // it ends by itself
        }
    }
}
