package dev.holdfast.stock.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stock.keeper.RowRepair.RedisFailed;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowByRowTest {
    private static final List<StockKey> ROWS =
            LongStream.rangeClosed(1, 64).mapToObj(sku -> new StockKey(1, sku)).toList();

    private final Set<StockKey> done = new TreeSet<>();

    /** Does all but these, which throw. */
    private Consumer<StockKey> allBut(Error failure, Long... skus) {
        return row -> {
            if (List.of(skus).contains(row.skuId())) {
                throw failure;
            }
            done.add(row);
        };
    }

    @Test
    void rows_that_fail_stop_no_other_and_are_named() {
        assertThatThrownBy(() -> RowByRow.forEach(ROWS, allBut(new StackOverflowError(), 7L, 30L)))
                .isInstanceOf(RowByRow.SomeFailed.class)
                .hasMessageContaining("skuId=7]")
                .hasMessageContaining("skuId=30]")
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(done).hasSize(62);
    }

    @Test
    void when_all_fail_the_rest_is_left_to_the_next_time() {
        List<StockKey> tried = new ArrayList<>();
        assertThatThrownBy(() -> RowByRow.forEach(ROWS, row -> {
                    tried.add(row);
                    throw new RedisFailed(new IllegalStateException("no Redis"));
                }))
                .isInstanceOf(RedisFailed.class);
        assertThat(tried).hasSize(RowByRow.MAX_FAILED_IN_A_ROW);
    }

    @Test
    void rows_that_fail_always_are_not_always_the_first() {
        // More than enough of them to end each round: in one order of the rows the others would never come.
        Consumer<StockKey> work = allBut(
                new AssertionError(), LongStream.rangeClosed(1, 8).boxed().toArray(Long[]::new));
        for (int round = 0; round < 10_000 && done.size() < 56; round++) {
            try {
                RowByRow.forEach(ROWS, work);
            } catch (RowByRow.SomeFailed expected) {
                assertThat(expected).hasCauseInstanceOf(AssertionError.class);
            }
        }
        assertThat(done).hasSize(56);
    }

    @Test
    void nothing_fails_where_all_is_done() {
        RowByRow.forEach(ROWS, done::add);
        assertThat(done).hasSize(64);
        RowByRow.forEach(List.of(), done::add);
    }
}
