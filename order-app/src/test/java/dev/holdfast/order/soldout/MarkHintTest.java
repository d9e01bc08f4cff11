package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.StockKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkHintTest {
    @Test
    void reads_both_words() {
        assertThat(MarkHint.parse("sold-out 1:1001")).contains(new MarkHint(new StockKey(1, 1001), true));
        assertThat(MarkHint.parse("back 2:7")).contains(new MarkHint(new StockKey(2, 7), false));
    }

    @Test
    void every_id_that_an_order_may_have_is_read() {
        assertThat(MarkHint.parse("sold-out 9223372036854775807:9223372036854775807"))
                .contains(new MarkHint(new StockKey(Long.MAX_VALUE, Long.MAX_VALUE), true));
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
                "sold-out 1:9223372036854775808",
                "sold-out 1:99999999999999999999",
                "gone 1:1"
            })
    void passes_over_what_is_none(String text) {
        assertThat(MarkHint.parse(text)).isEmpty();
    }
}
