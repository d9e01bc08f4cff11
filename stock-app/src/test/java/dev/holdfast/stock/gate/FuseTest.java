package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FuseTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    private final Fuse fuse = new Fuse(Duration.ofSeconds(1), Duration.ofMillis(20), nanos::get);

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    @Test
    void everybody_may_ask_until_redis_fails() {
        assertThat(fuse.mayAsk()).isTrue();
        fuse.answered();
        assertThat(fuse.mayAsk()).isTrue();
        assertThat(fuse.isWhole()).isTrue();
    }

    @Test
    void after_a_failure_nobody_asks_for_a_while_then_one_tries() {
        assertThat(fuse.failed()).isTrue();
        assertThat(fuse.failed()).as("the first to fail is the one who says so").isFalse();
        pass(999);
        assertThat(fuse.mayAsk()).isFalse();
        pass(1);
        assertThat(fuse.mayAsk()).isTrue();
        assertThat(fuse.mayAsk()).as("one only").isFalse();
        fuse.answered();
        assertThat(fuse.mayAsk()).isTrue();
    }

    @Test
    void if_the_one_fails_too_or_is_never_heard_of_another_tries_a_while_later() {
        fuse.failed();
        pass(1000);
        assertThat(fuse.mayAsk()).isTrue();
        fuse.failed();
        pass(1000);
        assertThat(fuse.mayAsk()).isTrue();
        pass(1000);
        assertThat(fuse.mayAsk()).isTrue();
    }

    @Test
    void being_late_is_a_failure_only_when_nothing_has_come_in_time_for_long() {
        assertThat(fuse.late()).isFalse();
        pass(79);
        assertThat(fuse.late()).isFalse();
        fuse.answered();
        pass(79);
        assertThat(fuse.late()).isFalse();
        pass(80);
        assertThat(fuse.late()).isTrue();
        assertThat(fuse.mayAsk()).isFalse();
    }

    @Test
    void the_one_who_tries_fails_by_being_late() {
        fuse.failed();
        pass(1000);
        assertThat(fuse.mayAsk()).isTrue();
        fuse.late();
        pass(999);
        assertThat(fuse.mayAsk()).isFalse();
    }
}
