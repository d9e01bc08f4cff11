package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.StockKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    @Test
    void reads_both_words() {
        assertThat(Mark.of("sold-out 1:1001")).contains(new Mark(new StockKey(1, 1001), true));
        assertThat(Mark.of("back 2:7")).contains(new Mark(new StockKey(2, 7), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sold-out",
                "sold-out 1",
                "sold-out 0:1",
                "sold-out 1:-1",
                "sold-out 1:1001 ",
                "SOLD-OUT 1:1",
                "sold-out 1:99999999999999999999",
                "gone 1:1"
            })
    void passes_over_what_is_none(String text) {
        assertThat(Mark.of(text)).isEmpty();
    }
}
