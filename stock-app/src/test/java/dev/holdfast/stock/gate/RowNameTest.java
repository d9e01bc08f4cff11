package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stockapi.StockKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowNameTest {
    @Test
    void what_is_written_is_read_again() {
        for (long id : new long[] {1, 9_007_199_254_740_993L, 999_999_999_999_999_999L, Long.MAX_VALUE}) {
            for (StockKey row : List.of(new StockKey(3, id), new StockKey(id, 3))) {
                assertThat(RowName.parse(RowName.of(row))).isEqualTo(row);
                assertThat(RowName.read(RowName.of(row))).contains(row);
            }
        }
        assertThat(RowName.of(new StockKey(Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEqualTo("9223372036854775807:9223372036854775807");
        assertThat(RowName.parse(" 1:2 ")).isEqualTo(new StockKey(1, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1:",
                ":1",
                "1:2:3",
                "a:1",
                "-1:2",
                "0:1",
                "1:0",
                "1.5:2",
                "1:9223372036854775808",
                "1:99999999999999999999"
            })
    void anything_else_is_refused_by_name(String nonsense) {
        assertThatThrownBy(() -> RowName.parse(nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + nonsense + "'");
        assertThat(RowName.read(nonsense)).isEmpty();
    }

    @Test
    void what_was_written_otherwise_is_taken_from_a_person_but_not_from_redis() {
        for (String name : List.of("01:2", " 1:2", "1:2\n")) {
            assertThat(RowName.parse(name)).isEqualTo(new StockKey(1, 2));
            assertThat(RowName.read(name)).isEmpty();
        }
    }
}
