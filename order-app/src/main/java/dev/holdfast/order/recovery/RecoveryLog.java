package dev.holdfast.order.recovery;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What was settled, by whom and why: in the table for good, and in the counters. */
@Component
class RecoveryLog {
    static final String ORDER = "order";
    static final String RESERVATION = "reservation";

    private static final String SETTLED = "holdfast.recovery.settled";
    private static final String LEFT_OPEN = "holdfast.recovery.left.open";

    private final RecoveryLogMapper rows;
    private final MeterRegistry meters;

    RecoveryLog(RecoveryLogMapper rows, MeterRegistry meters) {
        this.rows = rows;
        this.meters = meters;
    }

    /** To be called in the transaction that moves them, if they are orders. */
    void settled(String subject, Collection<String> ids, String xid, String before, String after, Doing doing) {
        if (ids.isEmpty()) {
            return;
        }
        rows.insert(subject, List.copyOf(ids), xid, before, after, doing);
        meters.counter(SETTLED, "act", doing.act(), "subject", subject, "result", after.toLowerCase(Locale.ROOT))
                .increment(ids.size());
    }

    /** Nothing could be done about one of them, for now. */
    void leftOpen(Left why) {
        meters.counter(LEFT_OPEN, "why", why.word()).increment();
    }

    List<LogEntry> of(String id) {
        return rows.of(id);
    }
}
