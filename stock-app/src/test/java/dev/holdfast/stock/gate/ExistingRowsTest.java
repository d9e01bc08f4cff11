package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExistingRowsTest {
    private final Set<StockKey> stock = new HashSet<>();
    private final List<Collection<StockKey>> lookups = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<Runnable> hanging = new ArrayList<>();
    private Executor thread = Runnable::run;
    private RuntimeException away;
    private final ExistingRows rows = new ExistingRows(this::lookUp, work -> thread.execute(work), nanos::get);

    private Set<StockKey> lookUp(Collection<StockKey> asked) {
        lookups.add(asked);
        if (away != null) {
            throw away;
        }
        Set<StockKey> found = new HashSet<>(asked);
        found.retainAll(stock);
        return found;
    }

    private static StockKey row(long sku) {
        return new StockKey(1, sku);
    }

    private static List<StockKey> rows(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(ExistingRowsTest::row)
                .toList();
    }

    private Set<StockKey> among(Collection<StockKey> inDemand, StockKey... hot) throws InterruptedException {
        return rows.among(inDemand, Set.of(hot)::contains);
    }

    @Test
    void only_rows_that_exist_are_let_in_and_all_that_are_new_are_looked_up_together_once() throws Exception {
        stock.add(row(7));
        assertThat(among(rows(1, 100))).containsExactly(row(7));
        assertThat(among(rows(1, 100))).containsExactly(row(7));
        assertThat(lookups).hasSize(1);
        assertThat(lookups.get(0)).hasSize(100);
        among(rows(99, 101));
        assertThat(lookups.get(1)).containsExactly(row(101));
    }

    @Test
    void a_row_that_is_made_later_is_let_in_when_its_absence_is_forgotten() throws Exception {
        assertThat(among(rows(1, 1))).isEmpty();
        stock.add(row(1));
        nanos.addAndGet(ExistingRows.MISSING_FOR.toNanos() - 1);
        assertThat(among(rows(1, 1))).isEmpty();
        nanos.addAndGet(1);
        assertThat(among(rows(1, 1))).containsExactly(row(1));
    }

    @Test
    void one_that_is_hot_and_does_not_exist_is_not_prolonged() throws Exception {
        assertThat(among(rows(1, 1), row(1))).isEmpty();
    }

    @Test
    void a_database_that_is_away_makes_no_row_hot_and_no_hot_row_cold() throws Exception {
        stock.addAll(rows(1, 3));
        assertThat(among(rows(1, 1))).containsExactly(row(1));
        away = new IllegalStateException("no connection");
        assertThat(among(rows(1, 3), row(2))).containsExactlyInAnyOrder(row(1), row(2));
        away = null;
        assertThat(among(rows(1, 3), row(2))).containsExactlyInAnyOrder(row(1), row(2), row(3));
    }

    @Test
    void while_a_lookup_hangs_no_other_is_begun_and_what_it_finds_counts_when_it_ends() throws Exception {
        stock.addAll(rows(1, 3));
        thread = hanging::add;
        assertThat(among(rows(1, 2), row(2))).containsExactly(row(2));
        assertThat(among(rows(1, 3))).isEmpty();
        assertThat(hanging).hasSize(1);
        hanging.get(0).run();
        thread = Runnable::run;
        assertThat(among(rows(1, 3))).containsExactlyInAnyOrder(row(1), row(2), row(3));
        assertThat(lookups).hasSize(2);
    }

    @Test
    void a_lookup_is_small_and_begins_with_what_is_most_wanted() throws Exception {
        among(rows(1, 10_000));
        assertThat(lookups.get(0)).hasSize(ExistingRows.MAX_ASKED).startsWith(row(1), row(2));
        among(rows(1, 10_000));
        assertThat(lookups.get(1)).startsWith(row(ExistingRows.MAX_ASKED + 1));
    }

    @Test
    void ids_without_number_do_not_fill_the_memory_and_the_row_that_exists_is_found() throws Exception {
        stock.add(row(5_000_000));
        for (int beat = 0; beat < 200; beat++) {
            among(rows(1 + beat * 500L, 500 + beat * 500L));
        }
        assertThat(among(List.of(row(5_000_000)))).containsExactly(row(5_000_000));
    }
}
