package dev.holdfast.stock.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final StockKey A = new StockKey(1, 1);
    private static final StockKey B = new StockKey(1, 2);

    private final Admission admission = new Admission(Map.of(A, 5L, B, 1L));

    private static Line of(StockKey stock, int quantity) {
        return new Line(stock.storeId(), stock.skuId(), quantity);
    }

    @Test
    void one_that_wants_more_than_is_left_does_not_stop_the_smaller_one_behind_it() {
        assertThat(admission.refuse(List.of(of(A, 3)))).isEmpty();
        assertThat(admission.refuse(List.of(of(A, 3))))
                .contains(new Outcome.Insufficient(List.of(new Shortage(1, 1, 3, 2))));
        assertThat(admission.refuse(List.of(of(A, 2)))).isEmpty();
        assertThat(admission.refuse(List.of(of(A, 1))))
                .contains(new Outcome.Insufficient(List.of(new Shortage(1, 1, 1, 0))));
    }

    @Test
    void all_lines_or_none() {
        assertThat(admission.refuse(List.of(of(A, 5), of(B, 2))))
                .contains(new Outcome.Insufficient(List.of(new Shortage(1, 2, 2, 1))));
        assertThat(admission.refuse(List.of(of(A, 5), of(B, 1)))).isEmpty();
    }

    @Test
    void every_short_line_is_named() {
        assertThat(admission.refuse(List.of(of(A, 6), of(B, 2))))
                .contains(new Outcome.Insufficient(List.of(new Shortage(1, 1, 6, 5), new Shortage(1, 2, 2, 1))));
    }

    @Test
    void a_row_that_does_not_exist_comes_before_one_that_is_short() {
        assertThat(admission.refuse(List.of(of(A, 6), of(new StockKey(2, 1), 1))))
                .contains(new Outcome.UnknownSku(List.of(new StockKey(2, 1))));
        assertThat(admission.refuse(List.of(of(A, 5)))).isEmpty();
    }
}
