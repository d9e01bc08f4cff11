package dev.holdfast.stock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Logger logger = new LoggerContext().getLogger("failures");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final FailureLog log = new FailureLog(logger, nanos::get);

    FailureLogTest() {
        logged.start();
        logger.addAppender(logged);
    }

    private void fail(String sentence, int times) {
        for (int i = 0; i < times; i++) {
            log.warn(
                    sentence,
                    new IllegalStateException("batch " + i, new java.io.IOException("link failure " + i + "\nadvice")));
        }
    }

    @Test
    void an_outage_is_one_line_per_ten_seconds_without_a_stack_trace() {
        fail("not done", 28);
        nanos.addAndGet(FailureLog.BETWEEN_LINES.toNanos() - 1);
        fail("not done", 1);
        nanos.addAndGet(1);
        fail("not done", 1);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "not done: java.io.IOException: link failure 0; 1 requests since this was last said",
                        "not done: java.io.IOException: link failure 0; 29 requests since this was last said");
        assertThat(logged.list).allMatch(line -> line.getThrowableProxy() == null);
    }

    @Test
    void each_sentence_has_a_line_of_its_own_whatever_the_cause() {
        fail("not done", 1);
        fail("stock cannot be read", 1);
        log.warn("not done", new IllegalStateException("another cause"));
        assertThat(logged.list).hasSize(2);
    }
}
