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
 * Logs the failures of requests: of those under one sentence one line per {@link #BETWEEN_LINES}, without a stack trace and
 * with the number of those in between. In an outage every request fails alike.
 */
final class FailureLog {
    static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private static final int MAX_MESSAGE = 300;

    private final Logger log;
    private final LongSupplier nanos;
    private final Map<String, Sentence> sentences = new ConcurrentHashMap<>();

    FailureLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    private static final class Sentence {
        private final AtomicLong nextLine;
        private final LongAdder unsaid = new LongAdder();

        Sentence(long now) {
            nextLine = new AtomicLong(now);
        }
    }

    /** @param words one of a few: each is remembered */
    void warn(String words, Throwable failure) {
        long now = nanos.getAsLong();
        Sentence sentence = sentences.computeIfAbsent(words, first -> new Sentence(now));
        sentence.unsaid.increment();
        long next = sentence.nextLine.get();
        if (now - next >= 0 && sentence.nextLine.compareAndSet(next, now + BETWEEN_LINES.toNanos())) {
            log.warn(
                    "{}: {}; {} requests since this was last said",
                    words,
                    shortened(NestedExceptionUtils.getMostSpecificCause(failure)),
                    sentence.unsaid.sumThenReset());
        }
    }

    /** The first line: drivers add pages. */
    private static String shortened(Throwable root) {
        String whole = root.toString().lines().findFirst().orElse("");
        return whole.substring(0, Math.min(MAX_MESSAGE, whole.length()));
    }
}
