package dev.holdfast.order.recovery;

import dev.holdfast.order.tcc.SeataStatus;
import dev.holdfast.order.tcc.SeataStatus.Said;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks Seata about many transactions within a short time: about each once (one that is over stays over, one that is not may
 * wait), and about none any more once it has left several in a row unanswered. Used by one thread.
 */
final class Inquiry {
    private static final int PATIENCE = 2;

    private final Function<String, Said> seata;
    private final Map<String, Said> answers = new HashMap<>();
    private int unanswered;

    Inquiry(SeataStatus seata) {
        this(seata::of);
    }

    Inquiry(Function<String, Said> seata) {
        this.seata = seata;
    }

    Said of(String xid) {
        return away() ? answers.getOrDefault(xid, Said.NOTHING) : answers.computeIfAbsent(xid, this::ask);
    }

    private Said ask(String xid) {
        Said said = seata.apply(xid);
        unanswered = said.answered() ? 0 : unanswered + 1;
        return said;
    }

    /** True if asking further would only take time. */
    boolean away() {
        return unanswered >= PATIENCE;
    }
}
