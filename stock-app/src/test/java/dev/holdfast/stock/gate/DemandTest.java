package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final GateSettings SETTINGS = new GateSettings(
            true,
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            50,
            10,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            64);

    private final AtomicLong nanos = new AtomicLong();
    private final Demand demand = new Demand(nanos::get);

    private static StockKey row(long sku) {
        return new StockKey(1, sku);
    }

    private Map<StockKey, Double> after(long millis, double least) {
        nanos.addAndGet(millis * 1_000_000);
        return demand.perSecond(least);
    }

    private void ask(long sku, int times) {
        for (int i = 0; i < times; i++) {
            demand.asked(row(sku), false);
        }
    }

    @Test
    void a_window_counts_per_second_however_long_it_was_and_then_begins_anew() {
        ask(1, 60);
        ask(2, 9);
        assertThat(after(2000, 10)).containsOnly(Map.entry(row(1), 30.0));
        assertThat(after(1000, 0.1)).isEmpty();
    }

    @Test
    void a_million_different_rows_do_not_fill_the_memory_and_the_hot_one_is_found() {
        ask(7, 1);
        LongStream.rangeClosed(1, 1_000_000).forEach(sku -> demand.asked(row(sku), false));
        ask(7, 50);
        Map<StockKey, Double> all = after(1000, 0);
        assertThat(all).hasSize(Demand.MOST_ROWS).containsEntry(row(7), 52.0);
    }

    @Test
    void a_hot_row_is_counted_however_many_others_came_before_it() {
        LongStream.rangeClosed(1, Demand.MOST_ROWS).forEach(sku -> demand.asked(row(sku), false));
        demand.asked(row(1_000_000), false);
        demand.asked(row(2_000_000), true);
        assertThat(after(1000, 0)).containsKey(row(2_000_000)).doesNotContainKey(row(1_000_000));
    }

    @Test
    void a_cold_row_needs_much_demand_to_become_hot_and_a_hot_one_little_to_stay_so() {
        Map<StockKey, Double> rates = Map.of(row(1), 49.9, row(2), 50.0, row(3), 10.0, row(4), 9.9, row(5), 900.0);
        List<HotRows.Reason> reasons = HotRows.byDemand(rates, Set.of(row(3), row(4)), SETTINGS);
        assertThat(reasons).extracting(HotRows.Reason::row).containsExactly(row(5), row(2), row(3));
        assertThat(reasons).allMatch(reason -> reason.stays().equals(Duration.ofSeconds(30)) && !reason.always());
    }
}
