package dev.holdfast.stock.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.springframework.core.NestedExceptionUtils;

/**
 * Logs the failures of requests in one line per sort and {@link #BETWEEN_LINES}, with the number of those in between: in an
 * outage every request fails alike. A sort is a sentence and the class of the failure's root cause.
 */
final class FailureLog {
    static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    /** Bounds the memory: beyond it all are forgotten, and each said again. */
    private static final int MAX_SORTS = 100;

    private static final int MAX_MESSAGE = 300;

    private final Logger log;
    private final LongSupplier nanos;
    private final Map<String, Sort> sorts = new ConcurrentHashMap<>();

    FailureLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    private static final class Sort {
        private final AtomicLong nextLine;
        private final LongAdder unsaid = new LongAdder();

        Sort(long now) {
            nextLine = new AtomicLong(now);
        }
    }

    void warn(String sentence, Throwable failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        long now = nanos.getAsLong();
        if (sorts.size() >= MAX_SORTS) {
            sorts.clear();
        }
        Sort sort = sorts.computeIfAbsent(sentence + root.getClass().getName(), first -> new Sort(now));
        sort.unsaid.increment();
        long next = sort.nextLine.get();
        if (now - next >= 0 && sort.nextLine.compareAndSet(next, now + BETWEEN_LINES.toNanos())) {
            log.warn(
                    "{}: {}; {} requests since this was last said",
                    sentence,
                    shortened(root),
                    sort.unsaid.sumThenReset());
        }
    }

    /** The first line: drivers add pages. */
    private static String shortened(Throwable root) {
        String whole = root.toString().lines().findFirst().orElse("");
        return whole.substring(0, Math.min(MAX_MESSAGE, whole.length()));
    }
}
