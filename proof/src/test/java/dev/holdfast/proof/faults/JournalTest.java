package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Told SERVED = Told.of(201, "{\"orderNo\":\"A\"}");
    private static final Told UNSERVED = Told.nothing("no connection");

    private final AtomicLong clock = new AtomicLong();
    private final Journal journal = new Journal(new PrintStream(new ByteArrayOutputStream()), clock::get);

    private void pass(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void the_longest_time_between_two_served_is_remembered_whatever_else_was_said() {
        pass(7);
        journal.open();
        journal.answered(SERVED);
        pass(2);
        journal.answered(UNSERVED);
        pass(3);
        journal.answered(SERVED);
        pass(4);
        journal.answered(SERVED);
        journal.left();

        assertThat(journal.longestGap()).isEqualTo(new Journal.Gap(Duration.ZERO, Duration.ofSeconds(5)));
        assertThat(journal.answers()).isEqualTo(Map.of("201", 3L, "no connection", 1L));
    }

    @Test
    void not_being_served_until_the_end_counts_and_what_comes_after_does_not() {
        journal.open();
        pass(1);
        journal.answered(SERVED);
        pass(2);
        journal.left();
        pass(30);
        journal.answered(SERVED);

        assertThat(journal.longestGap()).isEqualTo(new Journal.Gap(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    }
}
