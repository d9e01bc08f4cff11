package dev.holdfast.stock.gate;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
    private ScheduledExecutorService thread;

    Pulse(Redis redis, HotRows hotRows, Gate gate) {
        this.gate = gate;
        this.redis = redis;
        this.hotRows = hotRows;
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "gate"));
        thread.scheduleWithFixedDelay(this::beat, 0, HotRows.BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        try {
            redis.connect();
            hotRows.beat();
            gate.tellAgain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The view stays as it was; takes find out by themselves that Redis does not answer, and say so.
            LOG.debug("the hot rows could not be read: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        thread.shutdownNow();
        thread = null;
    }

    /** Before the web server, so that what is configured hot is loaded before the first order, if Redis is quick. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
