package dev.holdfast.lifecycle;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again, with a delay between the end of one run and the start of the next, in a daemon thread
 * of its own. Whatever a run throws, an {@code Error} included, ends that run and not the job: a scheduled executor would
 * drop the task without a word. Only {@link #stop} and {@link #finish} end the job.
 *
 * <p>A failed run is logged under the job's name: the first of its kind with a stack trace, further ones in one line, at
 * most once a minute (see {@link JobFailures}). An {@code OutOfMemoryError} is a failed run like any other.
 *
 * <p>A job is started once. All methods may be called by any thread.
 */
public final class PeriodicJob {
    /** How long {@link #stop} waits for a run that does not react to its interrupt. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    /** One run. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** One run that knows when the next one is due. */
    @FunctionalInterface
    public interface PacedWork {
        /** @return the delay before the next run */
        Duration run() throws Exception;
    }

    private final String name;
    private final Duration delay;
    private final PacedWork work;
    private final JobFailures failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // Guarded by the lock.
    private Thread thread;
    private volatile boolean stopped;

    /**
     * @param name of the job and of its thread
     * @param delay between two runs
     */
    public PeriodicJob(String name, Duration delay, Work work) {
        this(name, delay, paced(delay, work), new JobFailures(name, LoggerFactory.getLogger(PeriodicJob.class)));
    }

    private PeriodicJob(String name, Duration delay, PacedWork work, JobFailures failures) {
        this.name = Objects.requireNonNull(name, "name");
        this.delay = Objects.requireNonNull(delay, "delay");
        this.work = Objects.requireNonNull(work, "work");
        this.failures = failures;
    }

    private static PacedWork paced(Duration delay, Work work) {
        Objects.requireNonNull(work, "work");
        return () -> {
            work.run();
            return delay;
        };
    }

    /** A job whose work says after each run how long the delay is. @param delay after a run that failed */
    public static PeriodicJob paced(String name, Duration delay, PacedWork work) {
        return new PeriodicJob(name, delay, work, new JobFailures(name, LoggerFactory.getLogger(PeriodicJob.class)));
    }

    /** For tests. @param log gets the failures */
    static PeriodicJob loggingTo(Logger log, String name, Duration delay, Work work) {
        return new PeriodicJob(name, delay, paced(delay, work), new JobFailures(name, log));
    }

    /**
     * Starts the job.
     *
     * @param first the delay before the first run
     * @return this
     * @throws IllegalStateException if it was started before
     */
    public PeriodicJob start(Duration first) {
        lock.lock();
        try {
            if (thread != null) {
                throw new IllegalStateException(name + " was started before");
            }
            thread = new Thread(() -> repeat(first), name);
            thread.setDaemon(true);
            thread.start();
            return this;
        } finally {
            lock.unlock();
        }
    }

    public boolean isRunning() {
        lock.lock();
        try {
            return thread != null && !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** No run starts any more; one under way is interrupted, and waited for at most 3 s. */
    public void stop() {
        finish(Duration.ZERO);
    }

    /** No run starts any more; one under way may take this long to end, then it is interrupted. */
    public void finish(Duration patience) {
        Thread running = end();
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        try {
            if (!patience.isZero()) {
                running.join(patience.toMillis());
            }
            running.interrupt();
            running.join(LONGEST_STOP.toMillis());
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private Thread end() {
        lock.lock();
        try {
            stopped = true;
            ended.signalAll();
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private void repeat(Duration first) {
        Duration next = first;
        while (!stopped) {
            try {
                rest(next);
                next = stopped ? delay : run();
            } catch (Throwable t) {
                // Only the rest can have thrown here, where no other thread interrupts but the one that stops the job.
                next = delay;
            }
        }
    }

    /** @return the delay before the next run */
    private Duration run() {
        try {
            Duration next = Objects.requireNonNull(work.run(), "the delay");
            failures.succeeded();
            return next;
        } catch (Throwable failure) {
            if (!stopped) {
                failures.failed(failure);
            }
            return delay;
        } finally {
            // An interrupt that was not meant for the delay must not cut it short.
            Thread.interrupted();
        }
    }

    private void rest(Duration pause) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause.toNanos();
            while (!stopped && left > 0) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return name + " every " + TimeUnit.NANOSECONDS.toMillis(delay.toNanos()) + " ms";
    }
}
