package dev.holdfast.stock.gate;

import dev.holdfast.stock.gate.Turnstiles.Taken;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Counts the units of hot rows in Redis and says for whom they do not suffice, so that few refusals cost a transaction. It
 * never says yes: the database decides about every Try that goes on, and about all of them whenever Redis is away, slow or
 * empty. Its no is not final either: units may be counted as taken that no reservation gets, so the caller reads what is
 * {@code available} first, and takes by force for an order that the database has units for.
 *
 * <p>After the database has committed, the caller says what became of each:
 *
 * <ul>
 *   <li>held (TRIED): nothing. The holder stays as long as the reservation is open.
 *   <li>confirmed: {@link #settle}.
 *   <li>cancelled: {@link #giveBack}.
 *   <li>its Try surely holds nothing (refused, left out, rolled back or never begun): {@link #release}.
 *   <li>not known: nothing. The keeper looks the reservation up.
 * </ul>
 */
@Component
@EnableConfigurationProperties(GateSettings.class)
public class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final GateSettings settings;
    private final HotRows hotRows;
    private final Turnstiles turnstiles;
    private final GateMeters meters;
    private final ApplicationEventPublisher events;
    private final Fuse fuse;
    private final Untold untold = new Untold();

    /** Rows whose mark is to be deleted when Redis answers again. */
    private final Set<StockKey> toUnmark = ConcurrentHashMap.newKeySet();

    private volatile Long openAt;

    /** Rows the keeper has been asked for lately: one that it cannot load is not asked for with every order. */
    private final Map<StockKey, Long> wanted = new ConcurrentHashMap<>();

    Gate(
            GateSettings settings,
            HotRows hotRows,
            Turnstiles turnstiles,
            GateMeters meters,
            ApplicationEventPublisher events) {
        this.settings = settings;
        this.hotRows = hotRows;
        this.turnstiles = turnstiles;
        this.meters = meters;
        this.events = events;
        this.fuse = new Fuse(settings.openFor(), settings.budget(), System::nanoTime);
    }

    /**
     * Takes all hot lines of each asking, or none; returns within the budget. Asking twice takes once.
     *
     * @return one bid per asking, in order
     */
    public List<Bid> take(List<Asking> askings) {
        List<Bid> bids = askings.stream()
                .map(asking -> new Bid(asking.reservationId(), settings.enabled() ? hotLines(asking) : List.of()))
                .toList();
        List<Bid> hot = bids.stream().filter(bid -> !bid.hotLines().isEmpty()).toList();
        if (!hot.isEmpty()) {
            take(hot, false);
            List<Bid> undecided = hot.stream().filter(bid -> !bid.complete()).toList();
            if (!undecided.isEmpty()) {
                openAt = System.nanoTime();
                meters.open(undecided.size());
                undecided.forEach(bid -> unmark(bid.unanswered()));
            }
        }
        return bids;
    }

    /**
     * Takes all hot lines of bids that were short, whether they fit or not: the database has units that are not counted here.
     * Returns within the budget.
     *
     * @return the bids that replace them, in order; whatever becomes of them, the Tries go on
     */
    public List<Bid> takeByForce(List<Bid> refused) {
        List<Bid> bids = refused.stream().map(Bid::again).toList();
        take(bids, true);
        bids.forEach(bid -> unmark(bid.unanswered()));
        return bids;
    }

    private void take(List<Bid> bids, boolean byForce) {
        if (fuse.mayAsk()) {
            Taking taking = new Taking(
                    turnstiles,
                    byForce,
                    (row, answer) -> noted(row, answer, byForce),
                    (row, reservationId) -> giveBack(row, Set.of(reservationId)));
            meters.take.record(() -> take(bids, taking));
        }
    }

    private List<Line> hotLines(Asking asking) {
        List<Line> hot = null;
        for (Line line : asking.lines()) {
            if (hotRows.asked(line.stock())) {
                hot = hot == null ? new ArrayList<>() : hot;
                hot.add(line);
            }
        }
        return hot == null ? List.of() : hot;
    }

    private void take(List<Bid> bids, Taking taking) {
        try {
            taking.start(bids).get(settings.budget().toNanos(), TimeUnit.NANOSECONDS);
            fuse.answered();
        } catch (TimeoutException e) {
            if (taking.heard()) {
                fuse.answered();
            } else if (fuse.late()) {
                LOG.warn("the gate is open, the database decides: Redis does not answer in time");
            }
        } catch (ExecutionException e) {
            if (fuse.failed()) {
                LOG.warn("the gate is open, the database decides: {}", GateMeters.told(e.getCause()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            taking.abandon();
        }
    }

    private void noted(StockKey row, Taken answer, boolean byForce) {
        meters.answered(answer, byForce);
        if (!answer.loaded()) {
            openAt = System.nanoTime();
            want(row);
        } else if (answer.nothingLeft()) {
            hotRows.soldOut(row);
            events.publishEvent(new RowRanOut(row));
        }
    }

    private void want(StockKey row) {
        long now = System.nanoTime();
        Long since = wanted.get(row);
        if (since != null && now - since < HotRows.BEAT.toNanos()) {
            return;
        }
        wanted.keySet().retainAll(hotRows.all());
        wanted.put(row, now);
        events.publishEvent(new RowWanted(row));
    }

    /** Whether somebody came through undecided in this time: then counts that are wrong need no other reason. */
    public boolean openWithin(Duration time) {
        Long at = openAt;
        return at != null && System.nanoTime() - at < time.toNanos();
    }

    /** These are confirmed: what they took is sold. Returns at once, whatever becomes of it. */
    public void settle(List<Asking> confirmed) {
        rows(confirmed).forEach((row, ids) -> {
            // While Redis does not answer nothing is sent, so that nothing piles up: the keeper looks them up.
            if (fuse.isWhole()) {
                turnstiles.settle(row, ids).whenComplete((gone, failure) -> {
                    if (failure != null) {
                        meters.lost(failure);
                    }
                });
            }
        });
    }

    /** These are cancelled: what they hold is free again. Returns at once, whatever becomes of it. */
    public void giveBack(List<Asking> cancelled) {
        rows(cancelled).forEach(this::giveBack);
    }

    /**
     * The Tries of these surely hold nothing: what each of them took is free again, but not what its reservation has held
     * since before. Returns at once, whatever becomes of it.
     */
    public void release(List<Bid> bids) {
        Map<StockKey, Set<String>> rows = new TreeMap<>();
        for (Bid bid : bids) {
            for (StockKey row : bid.release()) {
                rows.computeIfAbsent(row, first -> new LinkedHashSet<>()).add(bid.reservationId());
            }
        }
        rows.forEach(this::giveBack);
    }

    /** @return done when Redis has answered, or will not; never fails */
    private CompletableFuture<Void> giveBack(StockKey row, Set<String> ids) {
        if (!fuse.isWhole()) {
            untold.keep(row, ids);
            return CompletableFuture.completedFuture(null);
        }
        return turnstiles.giveBack(row, ids).handle((units, failure) -> {
            if (failure != null) {
                meters.lost(failure);
                untold.keep(row, ids);
            }
            return null;
        });
    }

    /** Orders for these rows may have gone on without being counted in the rows' marks. */
    private void unmark(Collection<StockKey> rows) {
        for (StockKey row : rows) {
            if (!fuse.isWhole()) {
                toUnmark.add(row);
            } else {
                turnstiles.unmark(row).whenComplete((gone, failure) -> {
                    if (failure != null) {
                        toUnmark.add(row);
                    }
                });
            }
        }
    }

    /** Redis has just answered another call: it hears now what could not be told before. */
    void tellAgain() {
        if (fuse.mayAsk()) {
            fuse.answered();
            List<StockKey> rows = List.copyOf(toUnmark);
            rows.forEach(toUnmark::remove);
            unmark(rows);
            untold.drain().forEach(this::giveBack);
        }
    }

    private Map<StockKey, Set<String>> rows(List<Asking> askings) {
        Map<StockKey, Set<String>> rows = new TreeMap<>();
        for (Asking asking : askings) {
            for (Line line : asking.lines()) {
                if (hotRows.contains(line.stock())) {
                    rows.computeIfAbsent(line.stock(), row -> new LinkedHashSet<>())
                            .add(asking.reservationId());
                }
            }
        }
        return rows;
    }
}
