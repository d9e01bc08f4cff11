package dev.holdfast.stock.retention;

import dev.holdfast.stock.retention.Removal.Done;
import dev.holdfast.stock.retention.RetentionMapper.Finished;
import dev.holdfast.tcc.TccState;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Removes what was finished long ago, a small batch at a time with a pause behind each; what is TRIED, never. Every
 * instance does rounds; of two at once, one removes and the other finds that it is not its turn.
 */
@Component
@ConditionalOnProperty(name = "holdfast.retention.enabled", matchIfMissing = true)
class Retention implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final List<TccState> FINISHED = List.of(TccState.CONFIRMED, TccState.CANCELLED);

    private final Removal removal;
    private final RetentionSettings settings;
    private final MeterRegistry meters;
    private volatile ScheduledExecutorService thread;

    Retention(Removal removal, RetentionSettings settings, MeterRegistry meters) {
        this.removal = removal;
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "retention"));
        FINISHED.forEach(this::roundLater);
    }

    private void roundLater(TccState finished) {
        later(settings.period(), () -> batch(finished, Removal.START));
    }

    private void batch(TccState finished, Finished after) {
        Done done;
        try {
            done = removal.next(finished, after);
        } catch (RuntimeException e) {
            LOG.warn("what is {} is removed later: {}", finished, e.toString());
            roundLater(finished);
            return;
        }
        if (done.removed() > 0) {
            removed(finished).record(done.removed());
        }
        if (done.last() == null) {
            roundLater(finished);
        } else {
            later(settings.pause(), () -> batch(finished, done.last()));
        }
    }

    private DistributionSummary removed(TccState finished) {
        return DistributionSummary.builder("holdfast.retention.removed")
                .description("reservations removed, one record per batch")
                .tag("state", finished.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private void later(Duration delay, Runnable work) {
        ScheduledExecutorService running = thread;
        if (running == null) {
            return;
        }
        try {
            running.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
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
