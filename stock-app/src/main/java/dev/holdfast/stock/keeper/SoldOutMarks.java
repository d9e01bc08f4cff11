package dev.holdfast.stock.keeper;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.stock.gate.HotRows;
import dev.holdfast.stock.gate.RowRanOut;
import dev.holdfast.stock.gate.RowWanted;
import dev.holdfast.stock.gate.Turnstiles;
import dev.holdfast.stock.gate.Turnstiles.Reading;
import dev.holdfast.stockapi.StockKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes the marks by which order-app refuses a sold-out row from memory, and renews them. A mark is a lease, and always made
 * in one order: the time of Redis is read, then {@code available} = 0 in the database, then mark.lua writes a mark that ends
 * one lease after the time that was read. So a mark never refuses an order more than one lease after units came back.
 *
 * <p>The instance that holds the leadership renews the marks of all rows with one read of the database per half lease. Every
 * instance makes a first mark soon after a row has run out. Not before the row has been hot here for
 * {@link #HOT_EVERYWHERE_AFTER}: from then on every instance takes at the gate for it, where a take that meets the mark is
 * counted.
 */
@Component
@ConditionalOnProperty(name = "holdfast.gate.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SoldOutMarkSettings.class)
class SoldOutMarks implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SoldOutMarks.class);

    /** More than two beats of the list of hot rows, which each instance reads every second. */
    static final Duration HOT_EVERYWHERE_AFTER = Duration.ofMillis(2100);

    /** Rows that run out within this time are read together; the Try that took the last unit is over by then. */
    private static final Duration COLLECTED_FOR = Duration.ofMillis(50);

    /** Rows in one SELECT. */
    private static final int CHUNK = 500;

    private final KeeperMapper database;
    private final Turnstiles turnstiles;
    private final HotRows hotRows;
    private final KeeperLeadership leadership;
    private final SoldOutMarkSettings settings;
    private final Counter made;
    private final Map<StockKey, Long> hotSince = new ConcurrentHashMap<>();
    private final Map<StockKey, Long> markedAt = new ConcurrentHashMap<>();
    private final Set<StockKey> ranOut = ConcurrentHashMap.newKeySet();
    private volatile ScheduledExecutorService firstMarks;
    private volatile PeriodicJob renewals;

    SoldOutMarks(
            KeeperMapper database,
            Turnstiles turnstiles,
            HotRows hotRows,
            KeeperLeadership leadership,
            SoldOutMarkSettings settings,
            MeterRegistry meters) {
        this.database = database;
        this.turnstiles = turnstiles;
        this.hotRows = hotRows;
        this.leadership = leadership;
        this.settings = settings;
        this.made = Counter.builder("holdfast.gate.marks")
                .description("sold-out marks made or renewed")
                .register(meters);
    }

    @Override
    public void start() {
        firstMarks = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sold-out-first-marks"));
        renewals =
                new PeriodicJob("sold-out-marks", settings.renewedAfter(), this::renew).start(settings.renewedAfter());
    }

    /** The event comes when the row has become hot here, and again when it is missing in Redis: later is no harm. */
    @EventListener
    void becameHot(RowWanted wanted) {
        hotSince.put(wanted.row(), System.nanoTime());
    }

    private boolean isHotEverywhere(StockKey row) {
        Long since = hotSince.get(row);
        return since != null && System.nanoTime() - since >= HOT_EVERYWHERE_AFTER.toNanos();
    }

    @EventListener
    void ranOut(RowRanOut event) {
        StockKey row = event.row();
        ScheduledExecutorService running = firstMarks;
        if (running == null || isMarkedFresh(row) || !isHotEverywhere(row) || !ranOut.add(row)) {
            return;
        }
        try {
            running.schedule(this::markThoseThatRanOut, COLLECTED_FOR.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            ranOut.remove(row);
        }
    }

    private boolean isMarkedFresh(StockKey row) {
        Long at = markedAt.get(row);
        return at != null && System.nanoTime() - at < settings.renewedAfter().toNanos();
    }

    private void markThoseThatRanOut() {
        List<StockKey> rows = List.copyOf(ranOut);
        // First: a row that runs out from here on is read again.
        rows.forEach(ranOut::remove);
        try {
            mark(rows);
        } catch (RuntimeException | Error e) {
            LOG.debug("no first marks of {} are made, the next order for them asks again: {}", rows, e.toString());
        }
    }

    private void renew() {
        Set<StockKey> hot = hotRows.all();
        hotSince.keySet().retainAll(hot);
        markedAt.keySet().retainAll(hot);
        if (leadership.isHeld()) {
            mark(hot);
        }
    }

    private void mark(Collection<StockKey> rows) {
        Map<StockKey, Reading> nothingLeft = readings(rows);
        Map<StockKey, Long> available = available(List.copyOf(nothingLeft.keySet()));
        nothingLeft.forEach((row, reading) -> {
            if (Long.valueOf(0).equals(available.get(row))) {
                turnstiles
                        .mark(row, reading, settings.lease(), isHotEverywhere(row))
                        .whenComplete((marked, failure) -> noted(row, failure == null && marked));
            }
        });
    }

    private void noted(StockKey row, boolean marked) {
        if (marked) {
            made.increment();
            markedAt.put(row, System.nanoTime());
        }
    }

    /** The rows without free units at the gate, with the time of Redis; a row whose node does not answer is left out. */
    private Map<StockKey, Reading> readings(Collection<StockKey> rows) {
        Map<StockKey, CompletableFuture<Reading>> asked = new HashMap<>();
        rows.forEach(row -> asked.put(row, turnstiles.read(row)));
        await(asked.values());
        Map<StockKey, Reading> nothingLeft = new HashMap<>();
        asked.forEach((row, answer) -> {
            if (answer.isDone()
                    && !answer.isCompletedExceptionally()
                    && answer.join().nothingLeft()) {
                nothingLeft.put(row, answer.join());
            }
        });
        return nothingLeft;
    }

    private void await(Collection<? extends CompletableFuture<?>> answers) {
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .get(settings.renewedAfter().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the time of Redis could not be read for every row: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<StockKey, Long> available(List<StockKey> rows) {
        List<KeeperMapper.Available> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += CHUNK) {
            found.addAll(database.availables(rows.subList(i, Math.min(i + CHUNK, rows.size()))));
        }
        return found.stream()
                .collect(toMap(row -> new StockKey(row.storeId(), row.skuId()), KeeperMapper.Available::available));
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = firstMarks;
        firstMarks = null;
        running.shutdownNow();
        renewals.stop();
        try {
            running.awaitTermination(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return firstMarks != null;
    }

    /** As the keeper: before the gate's own thread, which is the first to make rows hot. */
    @Override
    public int getPhase() {
        return -1;
    }
}
