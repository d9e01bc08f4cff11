package dev.holdfast.order.retention;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.order.ledger.OldKeys;
import dev.holdfast.order.ledger.OldKeys.LetGo;
import dev.holdfast.order.ledger.OrderStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    private final OldKeys keys;
    private final RetentionSettings settings;
    private final Counter letGo;
    private volatile List<PeriodicJob> jobs = List.of();

    Retention(OldKeys keys, RetentionSettings settings, MeterRegistry meters) {
        this.keys = keys;
        this.settings = settings;
        this.letGo = Counter.builder("holdfast.retention.keys")
                .description("Idempotency-Keys let go since their orders were finished long ago")
                .register(meters);
    }

    @Override
    public void start() {
        jobs = OldKeys.finals().stream()
                .map(finished -> job(finished).start(settings.period()))
                .toList();
    }

    /** One per status, so that trouble with the keys of one does not delay the others. */
    private PeriodicJob job(OrderStatus finished) {
        return PeriodicJob.paced(
                "retention-" + finished.name().toLowerCase(Locale.ROOT), settings.period(), () -> batch(finished));
    }

    /** @return the delay before the next one */
    private Duration batch(OrderStatus finished) {
        LetGo done = keys.letGo(finished, settings.keepKeys(), settings.batch());
        letGo.increment(done.keys());
        return done.more() ? settings.pause() : settings.period();
    }

    @Override
    public void stop() {
        List<PeriodicJob> running = jobs;
        jobs = List.of();
        running.forEach(PeriodicJob::stop);
    }

    @Override
    public boolean isRunning() {
        return !jobs.isEmpty();
    }
}
