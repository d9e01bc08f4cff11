package dev.holdfast.order.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final BackOff backOff = new BackOff(Duration.ofSeconds(10), Duration.ofSeconds(60), now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void nobody_rests_who_was_never_tried() {
        assertThat(backOff.ready("a")).isTrue();
    }

    @Test
    void each_failure_doubles_the_rest_up_to_the_longest() {
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            backOff.add("a");
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(backOff.ready("a")).as("before %d s are over", seconds).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(backOff.ready("a")).as("after %d s", seconds).isTrue();
        }
    }

    @Test
    void it_counts_the_failures_of_each() {
        assertThat(backOff.add("a")).isEqualTo(1);
        assertThat(backOff.add("a")).isEqualTo(2);
        assertThat(backOff.add("b")).isEqualTo(1);
    }

    @Test
    void who_was_settled_starts_anew() {
        backOff.add("a");
        backOff.add("a");
        backOff.forget("a");
        assertThat(backOff.ready("a")).isTrue();
        assertThat(backOff.add("a")).isEqualTo(1);
    }

    @Test
    void a_hundred_failures_do_not_overflow() {
        BackOff slow = new BackOff(Duration.ofMillis(1), Duration.ofDays(1), now::get);
        for (int i = 0; i < 100; i++) {
            slow.add("a");
        }
        assertThat(slow.ready("a")).isFalse();
        pass(Duration.ofDays(1));
        assertThat(slow.ready("a")).isTrue();
    }
}
