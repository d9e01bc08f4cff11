package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stockapi.StockKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowNameTest {
    @Test
    void what_is_written_is_read_again() {
        StockKey row = new StockKey(3, 999_999_999_999_999_999L);
        assertThat(RowName.of(row)).isEqualTo("3:999999999999999999");
        assertThat(RowName.parse(RowName.of(row))).isEqualTo(row);
        assertThat(RowName.parse(" 1:2 ")).isEqualTo(new StockKey(1, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1:", ":1", "1:2:3", "a:1", "-1:2", "0:1", "1:0", "1.5:2", "1:9999999999999999999"})
    void anything_else_is_refused_by_name(String nonsense) {
        assertThatThrownBy(() -> RowName.parse(nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + nonsense + "'");
    }
}
