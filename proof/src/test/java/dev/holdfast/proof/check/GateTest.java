package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:1",
                "1:999999999999999999",
                "9223372036854775807:1",
                "1:9223372036854775807",
                "7:9007199254740993"
            })
    void every_positive_long_names_a_row(String row) {
        assertThat(Gate.row("stock:{" + row + "}:free")).contains(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:9223372036854775808",
                "99999999999999999999:1",
                "0:1",
                "01:1",
                "1",
                "1:1:1",
                "a:1",
                "1:1}:free{"
            })
    void what_names_none_is_not_looked_at(String nonsense) {
        assertThat(Gate.row("stock:{" + nonsense + "}:free")).isEmpty();
        assertThat(Gate.row("stock:{1:1}:holders")).isEmpty();
    }
}
