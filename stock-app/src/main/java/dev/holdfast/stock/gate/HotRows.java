package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Which rows are hot. The list is in Redis, so that all instances gate the same rows: each entry says until when. Every
 * instance prolongs what it has reason to, about every second, and takes over what the list says then.
 */
@Component
public class HotRows {
    /** How often the list is looked at. */
    static final Duration BEAT = Duration.ofSeconds(1);

    /** A configured row stays on the list as long as somebody says so every second. */
    private static final Duration CONFIGURED_STAYS = BEAT.multipliedBy(5);

    private final HotList list;
    private final ExistingRows existing;
    private final GateSettings settings;
    private final ConfiguredHot configured;
    private final ApplicationEventPublisher events;
    private final Demand demand = new Demand(System::nanoTime);
    private final Set<StockKey> soldOut = ConcurrentHashMap.newKeySet();
    private volatile Set<StockKey> listed = Set.of();
    private volatile Set<StockKey> hot = Set.of();

    HotRows(
            HotList list,
            ExistingRows existing,
            GateSettings settings,
            ConfiguredHot configured,
            ApplicationEventPublisher events) {
        this.list = list;
        this.existing = existing;
        this.settings = settings;
        this.configured = configured;
        this.events = events;
    }

    public boolean contains(StockKey row) {
        return hot.contains(row);
    }

    public Set<StockKey> all() {
        return hot;
    }

    /** Somebody asks for the row: it is counted. @return whether the row is hot */
    boolean asked(StockKey row) {
        boolean isHot = hot.contains(row);
        demand.asked(row, isHot);
        return isHot;
    }

    /** The row was asked for and had nothing left. */
    void soldOut(StockKey row) {
        soldOut.add(row);
    }

    @EventListener
    void changed(EnvironmentChangeEvent change) {
        if (settings.enabled()) {
            configured.read();
            takeOver(listed);
        }
    }

    /** Once per {@link #BEAT}. @throws ExecutionException if Redis fails */
    void beat() throws InterruptedException, ExecutionException, TimeoutException {
        takeOver(listed);
        Set<StockKey> now =
                Set.copyOf(list.prolong(settings.mostHot(), reasons()).get(1, TimeUnit.SECONDS));
        listed = now;
        takeOver(now);
    }

    private void takeOver(Collection<StockKey> fromList) {
        Set<StockKey> before = hot;
        Set<StockKey> now = new HashSet<>(fromList);
        now.addAll(configured.rows());
        hot = Set.copyOf(now);
        now.removeAll(before);
        now.forEach(row -> events.publishEvent(new RowWanted(row)));
    }

    /** A reason to be hot from now on, for so long. @param always let in even if the list is full */
    record Reason(StockKey row, Duration stays, boolean always) {}

    private List<Reason> reasons() throws InterruptedException {
        List<Reason> reasons = new ArrayList<>();
        configured.rows().forEach(row -> reasons.add(new Reason(row, CONFIGURED_STAYS, true)));
        for (StockKey row : List.copyOf(soldOut)) {
            soldOut.remove(row);
            reasons.add(new Reason(row, settings.soldOutStaysHot(), false));
        }
        List<Reason> byDemand = byDemand(demand.perSecond(settings.coldBelow()), hot, settings);
        Set<StockKey> there = existing.among(byDemand.stream().map(Reason::row).toList(), hot::contains);
        byDemand.stream().filter(reason -> there.contains(reason.row())).forEach(reasons::add);
        return reasons;
    }

    /** The hottest first, since the list may not have room for all. */
    static List<Reason> byDemand(Map<StockKey, Double> perSecond, Set<StockKey> hot, GateSettings settings) {
        return perSecond.entrySet().stream()
                .filter(rate ->
                        rate.getValue() >= (hot.contains(rate.getKey()) ? settings.coldBelow() : settings.hotAbove()))
                .sorted(Map.Entry.<StockKey, Double>comparingByValue().reversed())
                .map(rate -> new Reason(rate.getKey(), settings.coldAfter(), false))
                .toList();
    }

    /** Rows that are hot no more. @param unloaded those that are done with leave the list */
    public CompletableFuture<List<StockKey>> cooled(Collection<StockKey> unloaded) {
        return list.cooled(unloaded);
    }
}
