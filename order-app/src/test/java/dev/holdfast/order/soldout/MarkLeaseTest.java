package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.order.soldout.MarkLease.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkLeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final long ASKED_AT = Long.MAX_VALUE - 1;

    private static MarkLease read(String left) {
        return MarkLease.read(List.of(left, "17", "3"), ASKED_AT, LEASE).orElseThrow();
    }

    private static long after(Duration time) {
        return ASKED_AT + time.toNanos();
    }

    @Test
    void what_is_left_counts_from_the_question_not_from_the_answer() {
        MarkLease mark = read("400");
        assertThat(mark.isOver(after(Duration.ofMillis(400).minusNanos(1)))).isFalse();
        assertThat(mark.isOver(after(Duration.ofMillis(400)))).isTrue();
        assertThat(read("1000").isOver(after(LEASE))).isTrue();
        assertThat(mark.version()).isEqualTo(new Version(17, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1001", "9223372036854775807", "", "soon", "1e3"})
    void one_that_is_over_or_longer_than_a_lease_or_unreadable_is_none(String left) {
        assertThat(MarkLease.read(List.of(left, "17", "3"), ASKED_AT, LEASE)).isEmpty();
    }

    @Test
    void no_answer_or_half_of_one_is_none() {
        assertThat(MarkLease.read(List.of(), ASKED_AT, LEASE)).isEmpty();
        assertThat(MarkLease.read(List.of("400", "17"), ASKED_AT, LEASE)).isEmpty();
        assertThat(MarkLease.read(List.of("400", "x", "3"), ASKED_AT, LEASE)).isEmpty();
    }
}
