package dev.holdfast.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs the failed runs of one job: the first failure of a kind as an error with its stack trace, further ones of that kind
 * as a warning of one line, at most one a minute, with the number of runs that failed since. Two failures are of one kind
 * if their class and the line that threw them are the same. Used by one thread.
 */
final class JobFailures {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    /** Kinds that are told apart. Beyond it they are forgotten and told in full again: this bounds the memory. */
    private static final int MAX_KINDS = 64;

    /** Characters of a failure's message in one line. */
    private static final int MAX_MESSAGE = 300;

    private final String job;
    private final Logger log;
    private final LongSupplier nanos;
    private final Map<String, Long> toldAt = new HashMap<>();
    private long failed;
    private long untold;
    private boolean told;

    JobFailures(String job, Logger log) {
        this(job, log, System::nanoTime);
    }

    JobFailures(String job, Logger log, LongSupplier nanos) {
        this.job = job;
        this.log = log;
        this.nanos = nanos;
    }

    /** Never throws: an exception whose message cannot be had, or a logger that fails, must not end the job. */
    void failed(Throwable failure) {
        try {
            failed++;
            untold++;
            tell(failure);
        } catch (Throwable unlogged) {
            // There is no other place to say it; the next failure is counted and told with this one.
        }
    }

    /** Says so if the failures before were logged. Never throws either. */
    void succeeded() {
        if (failed == 0) {
            return;
        }
        try {
            long runs = failed;
            boolean wasTold = told;
            failed = 0;
            untold = 0;
            told = false;
            if (wasTold) {
                log.info("job {} succeeds again, after {} failed runs", job, runs);
            }
        } catch (Throwable unlogged) {
            // The work is done, which matters more.
        }
    }

    private void tell(Throwable failure) {
        String kind = kind(failure);
        Long last = toldAt.get(kind);
        long now = nanos.getAsLong();
        if (last == null) {
            if (toldAt.size() >= MAX_KINDS) {
                toldAt.clear();
            }
            log.error("job {} failed, its next run comes as scheduled", job, failure);
        } else if (now - last >= BETWEEN_LINES.toNanos()) {
            log.warn("job {} failed again, {} runs since this was last said: {}", job, untold, shortened(failure));
        } else {
            return;
        }
        // Last: what could not be logged counts as not said.
        toldAt.put(kind, now);
        untold = 0;
        told = true;
    }

    private static String kind(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
    }

    private static String shortened(Throwable failure) {
        String whole = failure.toString();
        return whole.length() <= MAX_MESSAGE ? whole : whole.substring(0, MAX_MESSAGE) + "...";
    }
}
