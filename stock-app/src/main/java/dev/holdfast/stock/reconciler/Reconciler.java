package dev.holdfast.stock.reconciler;

import dev.holdfast.stock.reconciler.Reconciling.Sample;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes rounds: when one is due, which the database says to one instance of all, and when one is asked for. Two at once
 * find and do the same, and the second finds it done.
 */
@Component
class Reconciler implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** How often an instance looks whether a round is due. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Reconciling reconciling;
    private final RepairMapper repairs;
    private final ReconcilerSettings settings;
    private volatile ScheduledExecutorService thread;
    private volatile Report last;

    Reconciler(Reconciling reconciling, RepairMapper repairs, ReconcilerSettings settings) {
        this.reconciling = reconciling;
        this.repairs = repairs;
        this.settings = settings;
    }

    /** What the last round of this instance found. */
    Optional<Report> last() {
        return Optional.ofNullable(last);
    }

    /** A round now. @param dryRun nothing is repaired */
    CompletableFuture<Report> round(boolean dryRun) {
        CompletableFuture<Report> report = new CompletableFuture<>();
        later(Duration.ZERO, report, () -> {
            Sample first = reconciling.sample();
            if (first.findings().isEmpty()) {
                finish(report, first, dryRun);
            } else {
                later(
                        settings.grace(),
                        report,
                        () -> finish(report, reconciling.sample().since(first), dryRun));
            }
        });
        return report;
    }

    private void finish(CompletableFuture<Report> report, Sample drift, boolean dryRun) {
        last = reconciling.settle(drift, dryRun);
        report.complete(last);
    }

    private void later(Duration delay, CompletableFuture<Report> report, Runnable work) {
        try {
            thread.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException e) {
                            report.completeExceptionally(e);
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            report.completeExceptionally(e);
        }
    }

    private void look() {
        try {
            if (repairs.turn(settings.period().toSeconds()) == 1) {
                round(false).whenComplete((report, failure) -> {
                    if (failure != null) {
                        LOG.warn("compared later: {}", failure.toString());
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.warn("compared later: {}", e.toString());
        }
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "reconciler"));
        if (settings.enabled()) {
            thread.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && !thread.isShutdown();
    }
}
