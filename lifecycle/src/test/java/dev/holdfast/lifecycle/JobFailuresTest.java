package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobFailuresTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Logger log = new LoggerContext().getLogger("jobs");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final JobFailures failures = new JobFailures("sweep", log, nanos::get);

    JobFailuresTest() {
        logged.start();
        log.addAppender(logged);
    }

    private void fail(String message) {
        failures.failed(new IllegalStateException(message));
    }

    private void fail(Throwable failure) {
        failures.failed(failure);
    }

    private String lines() {
        return String.join(
                "\n",
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void a_kind_is_told_in_full_once_and_then_in_a_line_a_minute_with_the_number_of_runs() {
        fail("1");
        fail("2");
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        fail("3");
        assertThat(logged.list).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        fail("4");
        assertThat(lines())
                .isEqualTo(
                        "job sweep failed, its next run comes as scheduled\n"
                                + "job sweep failed again, 3 runs since this was last said: java.lang.IllegalStateException: 4");
        assertThat(logged.list)
                .extracting(event -> event.getThrowableProxy() != null)
                .containsExactly(true, false);
    }

    @Test
    void another_kind_is_told_in_full_too() {
        fail("1");
        fail(new AssertionError("1"));
        assertThat(logged.list).hasSize(2).allMatch(event -> event.getThrowableProxy() != null);
    }

    @Test
    void a_success_is_told_if_the_failure_before_it_was() {
        failures.succeeded();
        fail("1");
        failures.succeeded();
        fail("2");
        failures.succeeded();
        assertThat(lines())
                .isEqualTo("job sweep failed, its next run comes as scheduled\n"
                        + "job sweep succeeds again, after 1 failed runs");
    }

    @Test
    void a_long_message_is_cut_and_kinds_without_end_are_bounded() {
        fail("1");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        fail("x".repeat(100_000));
        assertThat(logged.list.get(1).getFormattedMessage()).hasSizeLessThan(500);
        for (int line = 0; line < 1000; line++) {
            AssertionError kind = new AssertionError();
            kind.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", line)});
            fail(kind);
        }
        assertThat(logged.list).hasSizeLessThanOrEqualTo(1002);
    }
}
