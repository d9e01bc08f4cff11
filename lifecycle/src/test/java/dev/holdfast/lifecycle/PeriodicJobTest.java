package dev.holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

/** A job ends when it is stopped, and for no other reason. */
class PeriodicJobTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger runs = new AtomicInteger();
    private final Logger log = new LoggerContext().getLogger("jobs");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private PeriodicJob job;

    PeriodicJobTest() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        if (job != null) {
            job.stop();
        }
    }

    private PeriodicJob started(Duration delay, PeriodicJob.Work work) {
        job = PeriodicJob.loggingTo(log, "counting", delay, work);
        return job.start(Duration.ZERO);
    }

    private void awaitRuns(int least) {
        await().until(() -> runs.get() >= least);
    }

    static Stream<Throwable> everything_that_can_be_thrown() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new InterruptedException("by another thread"),
                new java.io.IOException("checked"),
                new StackOverflowError(),
                new NoClassDefFoundError("repackaged"),
                new AssertionError("a rule"),
                new OutOfMemoryError("native threads"),
                new Unsayable());
    }

    /** A failure that cannot even be logged. */
    private static final class Unsayable extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }

        @Override
        public String toString() {
            throw new NoClassDefFoundError();
        }
    }

    @ParameterizedTest
    @MethodSource("everything_that_can_be_thrown")
    void whatever_a_run_throws_the_next_one_comes(Throwable failure) {
        started(SHORT, () -> {
            runs.incrementAndGet();
            PeriodicJobTest.<RuntimeException>sneak(failure);
        });
        awaitRuns(5);
        assertThat(job.isRunning()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void a_real_overflow_of_the_stack_does_not_end_it() {
        started(SHORT, () -> {
            runs.incrementAndGet();
            descend(1);
        });
        awaitRuns(3);
        assertThat(logged.list.get(0).getThrowableProxy().getClassName()).isEqualTo(StackOverflowError.class.getName());
    }

    private static int descend(int depth) {
        return 1 + descend(depth + 1);
    }

    @Test
    void a_logger_that_throws_does_not_end_it() {
        org.slf4j.Logger broken = Mockito.mock(org.slf4j.Logger.class, call -> {
            throw new OutOfMemoryError("no room for a line");
        });
        job = PeriodicJob.loggingTo(broken, "counting", SHORT, () -> {
            if (runs.incrementAndGet() % 2 == 0) {
                throw new AssertionError("every second run");
            }
        });
        job.start(Duration.ZERO);
        awaitRuns(10);
    }

    @Test
    void the_first_failure_has_a_stack_trace_and_further_ones_of_its_kind_are_not_said_each_time() {
        started(SHORT, () -> {
            if (runs.incrementAndGet() < 50) {
                throw new AssertionError("on line " + runs);
            }
        });
        awaitRuns(51);
        await().until(() -> logged.list.size() >= 2);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Level.ERROR, "job counting failed, its next run comes as scheduled"),
                        org.assertj.core.groups.Tuple.tuple(
                                Level.INFO, "job counting succeeds again, after 49 failed runs"));
        assertThat(logged.list.get(0).getThrowableProxy().getMessage()).isEqualTo("on line 1");
    }

    @Test
    void runs_never_overlap_and_the_delay_is_between_them() {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicInteger overlaps = new AtomicInteger();
        started(SHORT, () -> {
            if (!inside.compareAndSet(false, true)) {
                overlaps.incrementAndGet();
            }
            runs.incrementAndGet();
            Thread.yield();
            inside.set(false);
        });
        awaitRuns(100);
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void the_work_may_say_itself_when_the_next_run_is_due_and_after_a_failure_the_delay_counts() {
        job = PeriodicJob.paced("counting", SHORT, () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("the first");
            }
            return runs.get() < 4 ? SHORT : NEVER;
        });
        job.start(Duration.ZERO);
        awaitRuns(4);
        assertThat(job.isRunning()).isTrue();
    }

    @Test
    void stopping_interrupts_a_run_and_logs_no_failure_of_it() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        started(SHORT, () -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        });
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        job.stop();
        assertThat(interrupted.getCount()).isZero();
        assertThat(job.isRunning()).isFalse();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void finishing_lets_a_run_end_first_and_starts_no_other() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        started(SHORT, () -> {
            running.countDown();
            mayEnd.await();
            runs.incrementAndGet();
        });
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        Thread finishing = new Thread(() -> job.finish(NEVER));
        finishing.start();
        await().until(() -> !job.isRunning());
        mayEnd.countDown();
        finishing.join();
        assertThat(runs).hasValue(1);
    }

    @Test
    void stopping_wakes_a_job_that_rests_and_no_run_comes_after() {
        started(NEVER, runs::incrementAndGet);
        awaitRuns(1);
        job.stop();
        assertThat(runs).hasValue(1);
        assertThat(job.isRunning()).isFalse();
    }

    @Test
    void a_run_may_stop_its_own_job() {
        started(SHORT, () -> {
            runs.incrementAndGet();
            job.stop();
        });
        await().until(() -> runs.get() == 1 && !job.isRunning());
    }

    @Test
    void an_interrupt_that_a_run_leaves_behind_does_not_cut_the_delay_short() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        started(NEVER, () -> {
            second.countDown();
            runs.incrementAndGet();
            Thread.currentThread().interrupt();
        });
        awaitRuns(1);
        // Not a wait for the clock: a delay that was cut short would be over at once, again and again.
        assertThat(second.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void it_is_started_once() {
        started(NEVER, runs::incrementAndGet);
        assertThatThrownBy(() -> job.start(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }
}
