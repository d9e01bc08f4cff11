package dev.holdfast.order.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.stockapi.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @Test
    void quoted_or_not_it_is_the_same_key() {
        assertThat(key("\"8e03978e-40d5\"")).isEqualTo(key("8e03978e-40d5"));
        assertThat(key("\"a \\\"b\\\" \\\\c\"").value()).isEqualTo("a \"b\" \\c");
        assertThat(key("a b")).isEqualTo(key("\"a b\""));
    }

    @Test
    void case_matters() {
        assertThat(key("a")).isNotEqualTo(key("A"));
    }

    @Test
    void one_to_64_characters_are_taken_without_the_quotes() {
        assertThat(key("k".repeat(64)).value()).hasSize(64);
        assertThat(key('"' + "k".repeat(64) + '"').value()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "\"\"", "\"", "\"a", "\"a\"b", "\"a\\b\"", "\" a\"", "\"a \"", "ä", "a\tb", "a\u007f"})
    void anything_else_is_refused(String header) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> key(header));
    }

    @Test
    void sixty_five_characters_no_header_and_two_headers_are_refused() {
        for (List<String> headers :
                Arrays.asList(List.of("k".repeat(65)), null, List.<String>of(), List.of("a", "a"))) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> IdempotencyKey.of(headers));
        }
    }

    @Test
    void a_header_of_any_length_is_refused_and_not_overflowed_by() {
        for (String header : List.of(
                '"' + "k".repeat(4_000) + '"',
                '"' + "\\\\".repeat(2_000) + '"',
                '"' + "k".repeat(100_000),
                "k".repeat(100_000),
                '"' + "k".repeat(65) + '"')) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> key(header))
                    .withMessageContaining("must have 1 to 64 characters");
        }
        assertThat(key('"' + "\\\\".repeat(64) + '"').value()).isEqualTo("\\".repeat(64));
    }

    private static IdempotencyKey key(String header) {
        return IdempotencyKey.of(List.of(header));
    }
}
