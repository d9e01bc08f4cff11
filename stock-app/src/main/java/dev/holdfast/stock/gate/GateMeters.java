package dev.holdfast.stock.gate;

import dev.holdfast.stock.gate.Turnstiles.Taken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the gate lets others see. An answer is counted per hot line, {@code open} per asking that was not decided here. */
@Component
class GateMeters {
    private static final Logger LOG = LoggerFactory.getLogger(GateMeters.class);
    private static final long ONCE_IN_A_WHILE_NANOS = 10_000_000_000L;

    final Timer take;
    private final Counter taken;
    private final Counter forced;
    private final Counter soldOut;
    private final Counter notLoaded;
    private final Counter open;
    private final Counter lost;
    private final AtomicLong nextSaid = new AtomicLong(System.nanoTime());

    GateMeters(MeterRegistry registry) {
        take = Timer.builder("holdfast.gate.take")
                .description("the Redis part of a take")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        taken = answer("taken", registry);
        forced = answer("forced", registry);
        soldOut = answer("sold-out", registry);
        notLoaded = answer("not-loaded", registry);
        open = answer("open", registry);
        lost = Counter.builder("holdfast.gate.lost")
                .description("settlings and givings back that did not reach Redis; the keeper makes up for them")
                .register(registry);
    }

    private static Counter answer(String answer, MeterRegistry registry) {
        return Counter.builder("holdfast.gate.answers").tag("answer", answer).register(registry);
    }

    /** @param byForce of takes for orders that the gate had refused and the database has units for */
    void answered(Taken answer, boolean byForce) {
        if (!answer.loaded()) {
            notLoaded.increment();
            return;
        }
        long refused = answer.answers().stream().filter(each -> each >= 0).count();
        soldOut.increment(refused);
        (byForce ? forced : taken).increment(answer.answers().size() - refused);
    }

    void open(long askings) {
        open.increment(askings);
    }

    void lost(Throwable why) {
        lost.increment();
        long now = System.nanoTime();
        long next = nextSaid.get();
        if (now - next >= 0 && nextSaid.compareAndSet(next, now + ONCE_IN_A_WHILE_NANOS)) {
            LOG.warn("Redis was not told of what became of reservations; the keeper will find out: {}", told(why));
        }
    }

    /** Redisson writes a page on each failure, with advice and all arguments. */
    static String told(Throwable failure) {
        String whole = failure.toString();
        return whole.substring(0, Math.min(160, whole.length()));
    }
}
