package dev.holdfast.order.retention;

import dev.holdfast.order.ledger.OldKeys;
import dev.holdfast.order.ledger.OldKeys.LetGo;
import dev.holdfast.order.ledger.OrderStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets keys go that were finished with long ago, a small batch at a time with a pause behind each. Every instance does
 * rounds; of two at once, one lets go and the other finds that it is not its turn.
 */
@Component
@EnableConfigurationProperties(RetentionSettings.class)
@ConditionalOnProperty(name = "holdfast.retention.enabled", matchIfMissing = true)
class Retention implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final OldKeys keys;
    private final RetentionSettings settings;
    private final Counter letGo;
    private volatile ScheduledExecutorService thread;

    Retention(OldKeys keys, RetentionSettings settings, MeterRegistry meters) {
        this.keys = keys;
        this.settings = settings;
        this.letGo = Counter.builder("holdfast.retention.keys")
                .description("Idempotency-Keys let go since their orders were finished long ago")
                .register(meters);
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "retention"));
        OldKeys.finals().forEach(finished -> later(settings.period(), finished));
    }

    private void batch(OrderStatus finished) {
        LetGo done = new LetGo(0, false);
        try {
            done = keys.letGo(finished, settings.keepKeys(), settings.batch());
        } catch (RuntimeException e) {
            LOG.warn("keys of orders that are {} are let go later: {}", finished, e.toString());
        }
        letGo.increment(done.keys());
        later(done.more() ? settings.pause() : settings.period(), finished);
    }

    private void later(Duration delay, OrderStatus finished) {
        ScheduledExecutorService running = thread;
        if (running == null) {
            return;
        }
        try {
            running.schedule(() -> batch(finished), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // it has just been stopped
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = thread;
        thread = null;
        running.shutdownNow();
        try {
            running.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
