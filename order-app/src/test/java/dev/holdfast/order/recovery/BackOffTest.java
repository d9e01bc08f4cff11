package dev.holdfast.order.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.order.recovery.BackOff.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private static final BackOff.Subject A = BackOff.Subject.newOrder("a");
    private static final BackOff.Subject B = BackOff.Subject.newOrder("b");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final BackOff backOff = new BackOff(Duration.ofSeconds(10), Duration.ofSeconds(60), now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void nobody_rests_who_was_never_tried() {
        assertThat(backOff.ready(A)).isTrue();
    }

    @Test
    void each_failure_doubles_the_rest_up_to_the_longest() {
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            backOff.add(A);
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(backOff.ready(A)).as("before %d s are over", seconds).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(backOff.ready(A)).as("after %d s", seconds).isTrue();
        }
    }

    @Test
    void it_counts_the_failures_of_each() {
        assertThat(backOff.add(A)).isEqualTo(1);
        assertThat(backOff.add(A)).isEqualTo(2);
        assertThat(backOff.add(B)).isEqualTo(1);
    }

    @Test
    void who_was_settled_starts_anew() {
        backOff.add(A);
        backOff.add(A);
        backOff.forget(A);
        assertThat(backOff.ready(A)).isTrue();
        assertThat(backOff.add(A)).isEqualTo(1);
    }

    @Test
    void an_order_does_not_rest_for_the_reservation_of_its_id_nor_for_another_xid_or_rule() {
        BackOff.Subject order = new BackOff.Subject(Kind.TRIED_ORDER, "a", "x1");
        backOff.add(order);
        assertThat(backOff.ready(order)).isFalse();
        assertThat(backOff.ready(new BackOff.Subject(Kind.RESERVATION, "a", "x2")))
                .isTrue();
        assertThat(backOff.ready(new BackOff.Subject(Kind.RESERVATION, "a", "x1")))
                .isTrue();
        assertThat(backOff.ready(new BackOff.Subject(Kind.TRIED_ORDER, "a", "x2")))
                .isTrue();
        assertThat(backOff.ready(A)).isTrue();
        assertThat(backOff.ready(BackOff.Subject.transaction("x1"))).isTrue();
    }

    @Test
    void a_hundred_failures_do_not_overflow() {
        BackOff slow = new BackOff(Duration.ofMillis(1), Duration.ofDays(1), now::get);
        for (int i = 0; i < 100; i++) {
            slow.add(A);
        }
        assertThat(slow.ready(A)).isFalse();
        pass(Duration.ofDays(1));
        assertThat(slow.ready(A)).isTrue();
    }
}
