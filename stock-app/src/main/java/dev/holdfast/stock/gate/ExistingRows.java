package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Keeps SKU ids that no stock row has from taking places among the hot rows: anybody may ask for any number of them. A row
 * in demand gets a place once the database is known to have it. All rows of which nothing is known yet are looked up
 * together, one lookup at a time, in a thread of its own: a database that does not answer delays neither the beat nor the
 * rows that are known.
 *
 * <p>An existing row is remembered, since stock rows are never deleted. A missing one is remembered for
 * {@link #MISSING_FOR}, so a row that is made later becomes hot at most so much later.
 */
@Component
class ExistingRows {
    /** Rows in one lookup; those most in demand come first. */
    static final int MAX_ASKED = 500;

    static final Duration MISSING_FOR = Duration.ofSeconds(10);

    /** Rows remembered of each sort; beyond it all are forgotten and looked up again. Bounds the memory. */
    private static final int MAX_REMEMBERED = 10_000;

    /** How long the caller waits for a lookup, so that a row becomes hot in the same beat if the database is quick. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(ExistingRows.class);

    private final StockRowLookup lookup;
    private final Executor thread;
    private final LongSupplier nanos;
    private final Set<StockKey> existing = ConcurrentHashMap.newKeySet();
    private final Map<StockKey, Long> missingSince = new ConcurrentHashMap<>();
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
    private volatile boolean failing;

    @Autowired
    ExistingRows(StockRowLookup lookup) {
        this(lookup, oneThread(), System::nanoTime);
    }

    ExistingRows(StockRowLookup lookup, Executor thread, LongSupplier nanos) {
        this.lookup = lookup;
        this.thread = thread;
        this.nanos = nanos;
    }

    private static Executor oneThread() {
        return new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "gate-rows");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The rows in demand that may take a place: those that exist, and hot ones of which nothing is known, so that a database
     * that is away makes no row cold. To be called by one thread.
     *
     * @param inDemand the most wanted first
     */
    Set<StockKey> among(Collection<StockKey> inDemand, Predicate<StockKey> isHot) throws InterruptedException {
        lookUp(inDemand.stream()
                .filter(row -> !existing.contains(row) && !isMissing(row))
                .limit(MAX_ASKED)
                .toList());
        return inDemand.stream()
                .filter(row -> existing.contains(row) || isHot.test(row) && !isMissing(row))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isMissing(StockKey row) {
        Long since = missingSince.get(row);
        return since != null && nanos.getAsLong() - since < MISSING_FOR.toNanos();
    }

    private void lookUp(List<StockKey> unknown) throws InterruptedException {
        if (unknown.isEmpty() || !underWay.isDone()) {
            return;
        }
        underWay = CompletableFuture.supplyAsync(() -> lookup.existing(unknown), thread)
                .handle((found, failure) -> {
                    remember(unknown, found, failure);
                    return null;
                });
        try {
            underWay.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("{} rows are looked up, which takes longer than {}", unknown.size(), PATIENCE);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void remember(List<StockKey> asked, Set<StockKey> found, Throwable failure) {
        if (failure != null) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "rows in demand cannot be looked up, so none becomes hot for now: {}",
                        GateMeters.told(failure));
            }
            return;
        }
        failing = false;
        if (existing.size() + asked.size() > MAX_REMEMBERED) {
            existing.clear();
        }
        if (missingSince.size() + asked.size() > MAX_REMEMBERED) {
            missingSince.clear();
        }
        long now = nanos.getAsLong();
        for (StockKey row : asked) {
            if (found.contains(row)) {
                existing.add(row);
                missingSince.remove(row);
            } else {
                missingSince.put(row, now);
            }
        }
    }
}
