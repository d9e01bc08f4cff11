package dev.holdfast.stock.retention;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.stock.retention.Removal.Done;
import dev.holdfast.stock.retention.RetentionMapper.Finished;
import dev.holdfast.tcc.TccState;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    private static final List<TccState> FINISHED = List.of(TccState.CONFIRMED, TccState.CANCELLED);

    private final Removal removal;
    private final RetentionSettings settings;
    private final MeterRegistry meters;
    private volatile List<PeriodicJob> jobs = List.of();

    Retention(Removal removal, RetentionSettings settings, MeterRegistry meters) {
        this.removal = removal;
        this.settings = settings;
        this.meters = meters;
    }

    /** A job per state, so that trouble with the rows of one does not delay the others. */
    @Override
    public void start() {
        jobs = FINISHED.stream()
                .map(finished -> {
                    Rounds rounds = new Rounds(finished);
                    return PeriodicJob.paced("retention-" + word(finished), settings.period(), rounds::batch)
                            .start(settings.period());
                })
                .toList();
    }

    /** The rounds over what is in one state, used by one thread. */
    private final class Rounds {
        private final TccState finished;
        private Finished after = Removal.START;

        Rounds(TccState finished) {
            this.finished = finished;
        }

        /** The next batch; after a failure a round begins anew. @return the delay before the next one */
        Duration batch() {
            Finished from = after;
            after = Removal.START;
            Done done = removal.next(finished, from);
            if (done.removed() > 0) {
                removed(finished).record(done.removed());
            }
            if (done.last() == null) {
                return settings.period();
            }
            after = done.last();
            return settings.pause();
        }
    }

    private static String word(TccState finished) {
        return finished.name().toLowerCase(Locale.ROOT);
    }

    private DistributionSummary removed(TccState finished) {
        return DistributionSummary.builder("holdfast.retention.removed")
                .description("reservations removed, one record per batch")
                .tag("state", word(finished))
                .register(meters);
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
