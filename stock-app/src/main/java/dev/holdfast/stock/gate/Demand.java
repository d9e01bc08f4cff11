package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** How often each row is asked for at this instance, counted in windows of about a second. */
final class Demand {
    /**
     * Rows counted in one window. A row that comes first when there are so many is not noticed in it, unless it is hot: this
     * bounds the memory, not the traffic, and names without number do not make a hot row seem unwanted.
     */
    static final int MOST_ROWS = 16_384;

    private final LongSupplier nanos;
    private volatile Window window;

    private record Window(long since, Map<StockKey, LongAdder> counts) {}

    Demand(LongSupplier nanos) {
        this.nanos = nanos;
        this.window = new Window(nanos.getAsLong(), new ConcurrentHashMap<>());
    }

    /** @param hot whether the row is counted even if there are {@value #MOST_ROWS} others */
    void asked(StockKey row, boolean hot) {
        Map<StockKey, LongAdder> counts = window.counts;
        LongAdder count = counts.get(row);
        if (count == null) {
            if (!hot && counts.size() >= MOST_ROWS) {
                return;
            }
            count = counts.computeIfAbsent(row, first -> new LongAdder());
        }
        count.increment();
    }

    /** Times per second since the last call, of the rows asked for at least {@code least} times; begins a new window. */
    Map<StockKey, Double> perSecond(double least) {
        Window over = window;
        long now = nanos.getAsLong();
        window = new Window(now, new ConcurrentHashMap<>());
        double seconds = Math.max(now - over.since, 1_000_000L) / 1e9;
        Map<StockKey, Double> rates = new HashMap<>();
        over.counts.forEach((row, count) -> {
            double rate = count.sum() / seconds;
            if (rate >= least) {
                rates.put(row, rate);
            }
        });
        return rates;
    }
}
