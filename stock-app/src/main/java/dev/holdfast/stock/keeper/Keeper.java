package dev.holdfast.stock.keeper;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.stock.gate.Gate;
import dev.holdfast.stock.gate.HotRows;
import dev.holdfast.stock.gate.RowWanted;
import dev.holdfast.stock.gate.Turnstiles;
import dev.holdfast.stock.gate.Turnstiles.Loaded;
import dev.holdfast.stock.keeper.RowRepair.RedisFailed;
import dev.holdfast.stock.shelf.StockRaised;
import dev.holdfast.stockapi.StockKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Goes round: one instance of all sets every hot row right. Besides, every instance loads a row at once when an order misses
 * it or units have arrived. Each has threads of its own: a row that is locked for long does not delay the rows that are
 * asked for.
 */
@Component
@ConditionalOnProperty(name = "holdfast.gate.enabled", matchIfMissing = true)
class Keeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    /** The first round comes when it is known which instance leads. */
    private static final Duration AFTER_LEADERSHIP = Duration.ofMillis(100);

    /** So long after the gate stood open its counts may be wrong for no other reason. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    private final RowRepair repair;
    private final HotRows hotRows;
    private final Turnstiles turnstiles;
    private final KeeperLeadership leadership;
    private final Gate gate;
    private final Counter repairs;
    private final Duration period;
    private final Set<StockKey> wanted = ConcurrentHashMap.newKeySet();
    private volatile ExecutorService loads;
    private volatile PeriodicJob rounds;

    Keeper(
            RowRepair repair,
            HotRows hotRows,
            Turnstiles turnstiles,
            KeeperLeadership leadership,
            Gate gate,
            KeeperSettings settings,
            MeterRegistry meters) {
        this.repair = repair;
        this.hotRows = hotRows;
        this.turnstiles = turnstiles;
        this.leadership = leadership;
        this.gate = gate;
        this.period = settings.keeperPeriod();
        this.repairs = Counter.builder("holdfast.gate.repairs")
                .description("hot rows whose free count was found wrong and set right")
                .register(meters);
    }

    @Override
    public void start() {
        AtomicInteger number = new AtomicInteger();
        loads = Executors.newFixedThreadPool(2, work -> new Thread(work, "keeper-" + number.incrementAndGet()));
        rounds = new PeriodicJob("keeper-round", period, () -> unlessRedisFails(this::round)).start(AFTER_LEADERSHIP);
    }

    /** A Redis that is away is told of where takes meet it, and not again by every job. */
    private static void unlessRedisFails(Runnable work) {
        try {
            work.run();
        } catch (RedisFailed e) {
            LOG.debug("postponed, since Redis failed: {}", e.getCause().toString());
        }
    }

    private void round() {
        if (!leadership.isHeld()) {
            return;
        }
        try {
            RowByRow.forEach(hotRows.all(), row -> load(row).ifPresent(loaded -> account(row, loaded)));
        } finally {
            unloadCooled();
        }
    }

    private Optional<Loaded> load(StockKey row) {
        try {
            return repair.load(row);
        } catch (PessimisticLockingFailureException e) {
            LOG.debug("{} is locked, the next round comes soon", row);
            return Optional.empty();
        }
    }

    private void account(StockKey row, Loaded loaded) {
        if (loaded.drift() == 0) {
            return;
        }
        repairs.increment();
        if (gate.openWithin(AFTERMATH)) {
            LOG.debug(
                    "{}: {} free, was {}, after some came through the open gate", row, loaded.free(), loaded.before());
        } else {
            LOG.info(
                    "{}: {} units free, was {}; what is known does not explain {}",
                    row,
                    loaded.free(),
                    loaded.before(),
                    loaded.drift());
        }
    }

    private void unloadCooled() {
        List<StockKey> unloaded = new ArrayList<>();
        List<StockKey> cooled = RowRepair.await(hotRows.cooled(List.of()), period.toMillis()).stream()
                .filter(row -> !hotRows.contains(row))
                .toList();
        try {
            RowByRow.forEach(cooled, row -> {
                RowRepair.await(turnstiles.unload(row), period.toMillis());
                unloaded.add(row);
            });
        } finally {
            if (!unloaded.isEmpty()) {
                hotRows.cooled(unloaded);
            }
        }
    }

    @EventListener
    void missed(RowWanted missed) {
        loadSoon(missed.row());
    }

    @EventListener
    void raised(StockRaised raised) {
        if (hotRows.contains(raised.row())) {
            loadSoon(raised.row());
        }
    }

    private void loadSoon(StockKey row) {
        ExecutorService running = loads;
        if (running == null || !wanted.add(row)) {
            return;
        }
        try {
            running.execute(() -> loadNow(row));
        } catch (RejectedExecutionException e) {
            wanted.remove(row);
        }
    }

    private void loadNow(StockKey row) {
        try {
            // First: whoever wants it from here on wants it loaded again.
            wanted.remove(row);
            if (hotRows.contains(row)) {
                unlessRedisFails(() -> load(row));
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("{} is loaded with the next round: {}", row, e.toString());
        }
    }

    @Override
    public void stop() {
        ExecutorService running = loads;
        loads = null;
        rounds.stop();
        running.shutdownNow();
        try {
            running.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loads != null;
    }

    /** Before the gate's own thread, which is the first to miss rows. */
    @Override
    public int getPhase() {
        return -1;
    }
}
