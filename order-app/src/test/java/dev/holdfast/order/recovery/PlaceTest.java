package dev.holdfast.order.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.stockapi.InvalidRequestException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @Test
    void what_it_says_can_be_read_again() {
        Place place = new Place(Instant.parse("2026-11-20T12:00:00.123Z"), "an_id");
        assertThat(Place.of("after", place.toString())).isEqualTo(place);
    }

    @Test
    void none_given_is_the_start() {
        assertThat(Place.of("after", null)).isEqualTo(Place.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "x_y", "2026-11-20T12:00:00Z", "yesterday"})
    void anything_else_is_refused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Place.of("after", text))
                .withMessageContaining("after");
    }
}
