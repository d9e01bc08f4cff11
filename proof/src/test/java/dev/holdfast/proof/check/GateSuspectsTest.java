package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.check.Gate.Count;
import dev.holdfast.proof.check.Gate.Holder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateSuspectsTest {
    private final GateSuspects suspects = new GateSuspects(Duration.ofSeconds(60));

    private static GateSample free(long free) {
        return new GateSample("1:1", 10, new Count(0, free, Map.of()), Map.of());
    }

    @Test
    void a_row_that_is_right_is_no_suspect() {
        suspects.meet(free(10));
        assertThat(suspects.isEmpty()).isTrue();
    }

    @Test
    void one_look_is_not_enough() {
        suspects.meet(free(12));
        assertThat(suspects.rows()).containsExactly("1:1");
        assertThat(suspects.findings()).isEmpty();
    }

    @Test
    void a_row_that_stays_wrong_by_the_same_is_told() {
        suspects.meet(free(12));
        suspects.meetAgain(free(12));
        assertThat(suspects.findings()).extracting(Finding::invariant).containsExactly(Invariant.I4);
    }

    @Test
    void a_row_that_counts_too_few_keeps_units_back() {
        suspects.meet(free(7));
        suspects.meetAgain(free(7));
        assertThat(suspects.findings()).extracting(Finding::invariant).containsExactly(Invariant.I4, Invariant.I6);
    }

    @Test
    void a_row_that_was_right_or_wrong_by_something_else_meanwhile_is_not() {
        suspects.meet(free(12));
        suspects.meetAgain(free(13));
        assertThat(suspects.isEmpty()).isTrue();
    }

    @Test
    void a_holder_is_told_only_if_it_was_for_nobody_every_time() {
        Count count = new Count(100_000, 8L, Map.of("a", new Holder(2, 0)));
        GateSample forNobody = new GateSample("1:1", 10, count, Map.of());
        suspects.meet(forNobody);
        suspects.meetAgain(forNobody);
        assertThat(suspects.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.invariant()).isEqualTo(Invariant.I6);
            assertThat(finding.row()).containsEntry("reservation_id", "a").containsEntry("state", "ABSENT");
        });
        suspects.meetAgain(new GateSample("1:1", 8, count, Map.of("a", "TRIED")));
        assertThat(suspects.isEmpty()).isTrue();
    }
}
