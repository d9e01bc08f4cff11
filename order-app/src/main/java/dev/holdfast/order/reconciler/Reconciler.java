package dev.holdfast.order.reconciler;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.order.ledger.FinishedOrders;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.tcc.StockReservations;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.TryBatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Compares each order once, some time after it was finished, with its reservation. Both are final by then and the order is
 * read first, so that one look is enough. What disagrees is told; only a person knows which of the two is right.
 */
@Component
@EnableConfigurationProperties(ReconcilerSettings.class)
class Reconciler implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final FinishedOrders orders;
    private final StockReservations stock;
    private final ReconcilerSettings settings;
    private final LockingTaskExecutor oneAtATime;
    private final Counter found;
    private volatile ExecutorService onDemand;
    private volatile PeriodicJob job;
    private volatile Report last;

    Reconciler(
            FinishedOrders orders,
            StockReservations stock,
            ReconcilerSettings settings,
            LockProvider locks,
            MeterRegistry meters) {
        this.orders = orders;
        this.stock = stock;
        this.settings = settings;
        this.oneAtATime = new DefaultLockingTaskExecutor(locks);
        this.found = Counter.builder("holdfast.reconciler.found")
                .description("finished orders that disagreed with their reservations; a person must look")
                .register(meters);
    }

    /** What the last round of this instance found. */
    Optional<Report> last() {
        return Optional.ofNullable(last);
    }

    /** Compares what was finished in this time, until now. */
    CompletableFuture<Report> round(Duration back) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Instant now = orders.now();
                    return compare(now.minus(back), now);
                },
                onDemand);
    }

    /** What is due, by one instance; what it could not finish is done again. */
    private void roundIfDue() {
        oneAtATime.executeWithLock(
                (Runnable) this::due,
                new LockConfiguration(
                        Instant.now(), "reconciler", settings.period().multipliedBy(10), Duration.ZERO));
    }

    private void due() {
        Instant comparedTo = orders.comparedTo();
        Instant now = orders.now();
        Instant to = now.minus(settings.lag());
        if (comparedTo.isBefore(to)) {
            Instant oldest = now.minus(settings.lookBack());
            compare(comparedTo.isBefore(oldest) ? oldest : comparedTo, to);
            orders.compared(to);
        }
    }

    private Report compare(Instant from, Instant to) {
        AtomicLong compared = new AtomicLong();
        AtomicLong disagree = new AtomicLong();
        List<Finding> told = new ArrayList<>();
        orders.each(from, to, TryBatch.MOST, some -> {
            compared.addAndGet(some.size());
            for (Finding finding : findings(some)) {
                LOG.error("a person must look: {}", finding);
                found.increment();
                if (disagree.incrementAndGet() <= Report.MOST_TOLD) {
                    told.add(finding);
                }
            }
        });
        last = new Report(from, to, compared.get(), disagree.get(), told);
        return last;
    }

    private List<Finding> findings(List<Order> some) {
        Map<String, Reservation> reservations =
                stock.of(some.stream().map(Order::orderNo).toList());
        return some.stream()
                .flatMap(order -> Finding.of(order, reservations.get(order.orderNo())).stream())
                .toList();
    }

    @Override
    public void start() {
        onDemand = Executors.newSingleThreadExecutor(work -> new Thread(work, "reconciler-on-demand"));
        job = new PeriodicJob("reconciler", settings.period(), this::roundIfDue);
        if (settings.enabled()) {
            job.start(settings.period());
        }
    }

    @Override
    public void stop() {
        job.stop();
        onDemand.shutdownNow();
        try {
            onDemand.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return onDemand != null && !onDemand.isShutdown();
    }
}
