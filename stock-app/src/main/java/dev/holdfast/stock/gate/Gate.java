package dev.holdfast.stock.gate;

import dev.holdfast.stock.gate.Turnstiles.Taken;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * Sends away, without the database, those for whom a hot row has nothing left. It never says yes: who may go on is decided
 * by the database, and so is everything whenever Redis is away, slow or empty.
 *
 * <p>Whoever takes must say what became of it, after the database has committed:
 *
 * <ul>
 *   <li>held (TRIED): nothing. The holder stays as long as the reservation is open.
 *   <li>confirmed: {@link #settle}.
 *   <li>cancelled, or refused so that the reservation holds nothing and nobody holds under its id (short, unknown SKU,
 *       already cancelled): {@link #giveBack}.
 *   <li>refused since the id is another's, or not known: nothing. The keeper looks the reservation up.
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
     * @return one verdict per asking, in order
     */
    public List<Verdict> take(List<Asking> askings) {
        if (!settings.enabled()) {
            return askings.stream().map(asking -> Verdict.GO).toList();
        }
        List<Bid> bids = askings.stream()
                .map(asking -> new Bid(asking.reservationId(), hotLines(asking)))
                .toList();
        List<Bid> hot = bids.stream().filter(bid -> !bid.hotLines().isEmpty()).toList();
        if (!hot.isEmpty()) {
            if (fuse.mayAsk()) {
                meters.take.record(() -> take(hot, new Taking(turnstiles, this::noted)));
            }
            letThrough(hot.stream().filter(bid -> !bid.complete()).count());
        }
        return bids.stream().map(Bid::verdict).toList();
    }

    private void letThrough(long undecided) {
        if (undecided > 0) {
            openAt = System.nanoTime();
            meters.open(undecided);
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

    private void noted(StockKey row, Taken answer) {
        meters.answered(answer);
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

    /** These hold nothing any more: what they took is free again. Returns at once, whatever becomes of it. */
    public void giveBack(List<Asking> released) {
        rows(released).forEach(this::giveBack);
    }

    private void giveBack(StockKey row, Set<String> ids) {
        if (!fuse.isWhole()) {
            untold.keep(row, ids);
            return;
        }
        turnstiles.giveBack(row, ids).whenComplete((units, failure) -> {
            if (failure != null) {
                meters.lost(failure);
                untold.keep(row, ids);
            }
        });
    }

    /** Redis has just answered somebody else: what could not be given back before is. */
    void tellAgain() {
        if (fuse.mayAsk()) {
            fuse.answered();
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
