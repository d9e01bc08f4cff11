package dev.holdfast.stock.keeper;

import dev.holdfast.stock.gate.Lease;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Which instance repairs the hot rows and renews the sold-out marks. On a thread of its own: neither a locked row nor a slow
 * database may end it.
 */
@Component
@ConditionalOnProperty(name = "holdfast.gate.enabled", matchIfMissing = true)
class KeeperLeadership implements SmartLifecycle {
    private final Lease lease;
    private final KeeperSettings settings;
    private volatile boolean held;
    private volatile ScheduledExecutorService thread;

    KeeperLeadership(Lease lease, KeeperSettings settings) {
        this.lease = lease;
        this.settings = settings;
    }

    /** Whether this instance is the one. Two may believe so for a moment: then work is done twice, and no harm. */
    boolean isHeld() {
        return held;
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "keeper-lease"));
        thread.scheduleWithFixedDelay(this::renew, 0, settings.keeperPeriod().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            held = lease.held(settings.keeperPeriod().multipliedBy(3));
        } catch (RuntimeException e) {
            held = false;
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = thread;
        thread = null;
        held = false;
        running.shutdownNow();
        try {
            running.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lease.release();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Ends after the keeper and the marks, which ask it. */
    @Override
    public int getPhase() {
        return -2;
    }
}
