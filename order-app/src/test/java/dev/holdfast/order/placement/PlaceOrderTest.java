package dev.holdfast.order.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Lines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceOrderTest {
    private static final Lines LINES = Lines.of(List.of(new Line(1, 1001, 2)));

    @Test
    void the_fingerprint_is_of_what_is_wanted_not_of_how_it_is_written() {
        String fingerprint = new PlaceOrder("u1", LINES).fingerprint();
        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(new PlaceOrder("u1", Lines.of(List.of(new Line(1, 1001, 1), new Line(1, 1001, 1)))).fingerprint())
                .isEqualTo(fingerprint);
        assertThat(new PlaceOrder("u1", Lines.of(List.of(new Line(1, 1001, 1)))).fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(new PlaceOrder("u1", Lines.of(List.of(new Line(11, 1, 12)))).fingerprint())
                .isNotEqualTo(new PlaceOrder("u1", Lines.of(List.of(new Line(1, 11, 12)))).fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"u", "王小明", "a b", "😀"})
    void a_buyer_is_any_plain_text(String buyerId) {
        assertThat(new PlaceOrder(buyerId, LINES).buyerId()).isEqualTo(buyerId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " u", "u ", "u\n", "a\u0000b", "\ud800"})
    void a_buyer_that_a_database_could_mistake_for_another_is_refused(String buyerId) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new PlaceOrder(buyerId, LINES));
    }

    @Test
    void a_buyer_of_65_characters_no_buyer_and_no_lines_are_refused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new PlaceOrder("u".repeat(65), LINES));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new PlaceOrder(null, LINES));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new PlaceOrder("u", null));
    }
}
