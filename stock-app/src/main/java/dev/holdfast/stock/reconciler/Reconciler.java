package dev.holdfast.stock.reconciler;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.stock.reconciler.Reconciling.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes rounds: when one is due, which is one instance's to make, and when one is asked for. Two at once
 * find and do the same, and the second finds it done.
 */
@Component
class Reconciler implements SmartLifecycle {
    /** How often an instance looks whether a round is due. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Reconciling reconciling;
    private final LockProvider locks;
    private final ReconcilerSettings settings;
    private volatile ScheduledExecutorService rounds;
    private volatile PeriodicJob job;
    private volatile Report last;

    Reconciler(Reconciling reconciling, LockProvider locks, ReconcilerSettings settings) {
        this.reconciling = reconciling;
        this.locks = locks;
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
            rounds.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (Throwable e) {
                            // Of whatever kind: the request that waits for the report must hear of it.
                            report.completeExceptionally(e);
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            report.completeExceptionally(e);
        }
    }

    private void roundIfDue() throws Exception {
        SimpleLock lock = locks.lock(thisPeriod()).orElse(null);
        if (lock == null) {
            return;
        }
        try {
            round(false).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            lock.unlock();
        }
    }

    /** Kept for a period, however short the round was; and for some more by an instance that died in its round. */
    private LockConfiguration thisPeriod() {
        return new LockConfiguration(
                Instant.now(), "reconciler", settings.period().multipliedBy(3), settings.period());
    }

    @Override
    public void start() {
        rounds = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "reconciler-rounds"));
        job = new PeriodicJob("reconciler", LOOK, this::roundIfDue);
        if (settings.enabled()) {
            job.start(LOOK);
        }
    }

    @Override
    public void stop() {
        job.stop();
        rounds.shutdownNow();
        try {
            rounds.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null && !rounds.isShutdown();
    }
}
