package dev.holdfast.stockapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettleBatchTest {
    @Test
    void any_kind_of_list_is_taken() {
        assertThat(new SettleBatch("x", List.of("r1")).reservationIds()).containsExactly("r1");
        assertThat(new SettleBatch("x", Arrays.asList("r1", "r2")).reservationIds())
                .hasSize(2);
    }

    @Test
    void a_list_that_is_empty_too_long_or_has_nulls_is_refused() {
        for (List<String> ids : Arrays.asList(
                null, List.<String>of(), Arrays.asList("r1", null), Collections.nCopies(TryBatch.MOST + 1, "r1"))) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new SettleBatch("x", ids));
        }
    }
}
