package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.check.Gate.Count;
import dev.holdfast.proof.check.Gate.Holder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateSampleTest {
    private static final long NOW = 1_000_000;

    private static GateSample sample(Long free, Map<String, String> states) {
        return new GateSample(
                "1:1",
                10,
                new Count(NOW, free, Map.of("a", new Holder(2, NOW - 5000), "b", new Holder(3, NOW - 500))),
                states);
    }

    @Test
    void units_of_a_holder_on_its_way_to_the_database_are_not_free() {
        assertThat(sample(5L, Map.of()).difference()).isZero();
        assertThat(sample(10L, Map.of()).difference()).isEqualTo(5);
    }

    @Test
    void units_of_a_holder_that_has_arrived_are_gone_from_what_is_available_already() {
        assertThat(sample(10L, Map.of("a", "TRIED", "b", "CONFIRMED")).difference())
                .isZero();
        assertThat(sample(7L, Map.of("a", "TRIED")).difference()).isZero();
    }

    @Test
    void units_that_were_cancelled_are_free_once_the_gate_has_heard_of_it() {
        assertThat(sample(8L, Map.of("a", "CANCELLED", "b", "TRIED")).difference())
                .isZero();
    }

    @Test
    void who_holds_for_nobody_is_old_and_holds_nothing_in_the_database() {
        Duration grace = Duration.ofSeconds(1);
        assertThat(sample(5L, Map.of()).holdingForNobody(grace)).containsExactly("a");
        assertThat(sample(5L, Map.of("a", "CANCELLED")).holdingForNobody(grace)).containsExactly("a");
        assertThat(sample(7L, Map.of("a", "TRIED")).holdingForNobody(grace)).isEmpty();
    }

    @Test
    void a_row_that_is_not_loaded_is_not_wrong() {
        assertThat(sample(null, Map.of()).difference()).isZero();
        assertThat(sample(null, Map.of()).holdingForNobody(Duration.ZERO)).isEmpty();
    }

    @Test
    void free_is_expected_below_zero_when_more_was_taken_by_force_than_there_is() {
        Count count = new Count(NOW, -10L, Map.of("a", new Holder(20, NOW)));
        assertThat(new GateSample("1:1", 10, count, Map.of()).difference()).isZero();
        Count clamped = new Count(NOW, 0L, Map.of("a", new Holder(20, NOW)));
        assertThat(new GateSample("1:1", 10, clamped, Map.of()).difference()).isEqualTo(10);
    }
}
