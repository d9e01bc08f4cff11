package dev.holdfast.stock.gate;

import dev.holdfast.lifecycle.PeriodicJob;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The gate's own thread: it makes the connection, and keeps this instance's view of the hot rows fresh. */
@Component
@ConditionalOnProperty(name = "holdfast.gate.enabled", matchIfMissing = true)
class Pulse implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Redis redis;
    private final HotRows hotRows;
    private final Gate gate;
    private boolean failing;
    private volatile PeriodicJob job;

    Pulse(Redis redis, HotRows hotRows, Gate gate) {
        this.gate = gate;
        this.redis = redis;
        this.hotRows = hotRows;
    }

    @Override
    public void start() {
        job = new PeriodicJob("gate", HotRows.BEAT, this::beat).start(Duration.ZERO);
    }

    private void beat() throws InterruptedException {
        redis.connect();
        if (!redis.connected()) {
            return;
        }
        try {
            hotRows.beat();
            gate.tellAgain();
            failing = false;
        } catch (ExecutionException | TimeoutException e) {
            // The view stays as it was; takes find out by themselves that Redis does not answer, and say so.
            if (!failing) {
                failing = true;
                LOG.warn(
                        "the list of hot rows cannot be read, the rows stay as they were: {}",
                        GateMeters.told(e.getCause() == null ? e : e.getCause()));
            }
        }
    }

    @Override
    public void stop() {
        PeriodicJob running = job;
        job = null;
        running.stop();
    }

    /** Before the web server, so that what is configured hot is loaded before the first order, if Redis is quick. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return job != null;
    }
}
