package dev.holdfast.stock.keeper;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.stock.gate.Lease;
import java.time.Duration;
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
    private volatile PeriodicJob job;

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
        job = new PeriodicJob("keeper-lease", settings.keeperPeriod(), this::renew).start(Duration.ZERO);
    }

    private void renew() {
        boolean renewed = false;
        try {
            renewed = lease.held(settings.keeperPeriod().multipliedBy(3));
        } finally {
            held = renewed;
        }
    }

    @Override
    public void stop() {
        job.stop();
        held = false;
        lease.release();
    }

    @Override
    public boolean isRunning() {
        return job != null && job.isRunning();
    }

    /** Ends after the keeper and the marks, which ask it. */
    @Override
    public int getPhase() {
        return -2;
    }
}
