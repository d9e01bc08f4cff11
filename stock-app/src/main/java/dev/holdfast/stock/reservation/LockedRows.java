package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.toSet;

import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows that another transaction holds locked for longer than any of this app does. They are remembered until they are
 * free, so that only the first batch that meets one waits for it. A row is a {@link StockKey}, or the id of a reservation.
 */
@Component
@EnableConfigurationProperties(LockedRowsSettings.class)
class LockedRows implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(LockedRows.class);

    /** A row that waits its turn at the database is free now and then: looked at so often at least, it is seen free once. */
    private static final int FEWEST_LOOKS = 5;

    /** A remembered row is looked at so often, and its requests are refused for so long after it is free. */
    private static final Duration PERIOD = Duration.ofMillis(50);

    /** More are not remembered: their requests find them locked again. */
    private static final int MOST_REMEMBERED = 1_000;

    private final Shelf shelf;
    private final ReservationMapper reservations;
    private final LockedRowsSettings settings;
    private final TransactionTemplate look;

    /** With the time each was found. */
    private final Map<Object, Long> remembered = new ConcurrentHashMap<>();

    private final Map<CompletableFuture<Boolean>, Set<Object>> waiting = new ConcurrentHashMap<>();

    /** What the transactions of this app hold that wait for nothing any more but their commit. */
    private final Map<Object, Set<Object>> committing = new ConcurrentHashMap<>();

    private final Object proving = new Object();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "locked-rows");
        daemon.setDaemon(true);
        return daemon;
    });

    LockedRows(
            Shelf shelf,
            ReservationMapper reservations,
            PlatformTransactionManager transactions,
            LockedRowsSettings settings) {
        this.shelf = shelf;
        this.reservations = reservations;
        this.settings = settings;
        look = new TransactionTemplate(transactions);
        // A row that is inserted and not committed yet is locked, too: only so can it be seen.
        look.setIsolationLevel(TransactionDefinition.ISOLATION_READ_UNCOMMITTED);
    }

    boolean areAny() {
        return !remembered.isEmpty();
    }

    /** Those of these that are remembered. */
    Set<Object> among(Set<Object> rows) {
        return rows.stream().filter(remembered::containsKey).collect(toSet());
    }

    /** Everything that the transaction {@code run} needs is locked by it, until {@link #ended}. */
    void isCommitting(Object run, Set<Object> rows) {
        committing.put(run, rows);
    }

    void ended(Object run) {
        committing.remove(run);
    }

    /**
     * Finds out which of these are locked, after a transaction that needs them has waited in vain and was rolled back. One
     * thread at a time; if it knows one of them from before, that explains the wait, and it does not look.
     */
    void find(Set<Object> suspects) {
        synchronized (proving) {
            if (!among(suspects).isEmpty()) {
                return;
            }
            Set<Object> left = suspects;
            long begin = System.nanoTime();
            for (int looks = 1; !left.isEmpty(); looks++) {
                left = locked(left);
                if (looks >= FEWEST_LOOKS
                        && System.nanoTime() - begin >= settings.proof().toNanos()) {
                    left.forEach(this::remember);
                    return;
                }
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private boolean pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(settings.proof().toNanos() / (2 * FEWEST_LOOKS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Those of these that another transaction holds now, and not only until a commit that is under way here. */
    private Set<Object> locked(Set<Object> rows) {
        Set<Object> locked = new HashSet<>(rows);
        locked.removeAll(allCommitting());
        Set<Object> seen = look.execute(status -> lockedNow(locked));
        locked.retainAll(seen);
        locked.removeAll(allCommitting());
        return locked;
    }

    private Set<Object> allCommitting() {
        return committing.values().stream().flatMap(Collection::stream).collect(toSet());
    }

    private Set<Object> lockedNow(Set<Object> rows) {
        List<StockKey> stock = rows.stream()
                .filter(StockKey.class::isInstance)
                .map(StockKey.class::cast)
                .sorted()
                .toList();
        List<String> ids = rows.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .sorted()
                .toList();
        Set<Object> locked = new HashSet<>(shelf.locked(stock));
        if (!ids.isEmpty()) {
            reservations.find(ids).forEach(row -> locked.add(row.reservationId()));
            reservations.lockFree(ids).forEach(locked::remove);
        }
        return locked;
    }

    private void remember(Object row) {
        if (remembered.size() < MOST_REMEMBERED && remembered.putIfAbsent(row, System.nanoTime()) == null) {
            LOG.warn("{} is locked by another transaction; requests that need it are refused until it is free", row);
            lookLater();
        }
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            thread.schedule(this::forgetFree, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void forgetFree() {
        try {
            Set<Object> rows = Set.copyOf(remembered.keySet());
            Set<Object> locked = look.execute(status -> lockedNow(rows));
            rows.stream().filter(row -> !locked.contains(row)).forEach(this::forget);
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("whether locked rows are free cannot be seen", e);
        } catch (RuntimeException | Error e) {
            LOG.warn("whether locked rows are free cannot be seen", e);
        } finally {
            waiting.forEach((free, rows) -> {
                if (among(rows).isEmpty()) {
                    free.complete(true);
                }
            });
            looking.set(false);
            if (!remembered.isEmpty()) {
                lookLater();
            }
        }
    }

    private void forget(Object row) {
        Long since = remembered.remove(row);
        if (since != null) {
            LOG.info("{} is free after {} ms", row, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
        }
    }

    /** @return true when all of these are free; false if they are not within {@code longest} */
    CompletableFuture<Boolean> whenFree(Set<Object> rows, Duration longest) {
        CompletableFuture<Boolean> free = new CompletableFuture<>();
        waiting.put(free, rows);
        if (among(rows).isEmpty()) {
            free.complete(true);
        }
        return free.completeOnTimeout(false, Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS)
                .whenComplete((yes, failure) -> waiting.remove(free));
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
