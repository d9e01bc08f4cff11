package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gives back what a transaction holds. */
@Component
class StockCancellations {
    private final StockClient stock;

    /**
     * Tries that never left this process, or to which stock said that it holds nothing. Their Cancel has nothing to give
     * back and no late Try to fear, so it need not wait for a stock-app that is down: else every order refused during an
     * outage would be asked again every second until its end. Forgetting one (or another process being asked) costs a
     * request, and leaves a tombstone.
     */
    private final Remembered nothingHeld = new Remembered(Duration.ofMinutes(10));

    StockCancellations(StockClient stock) {
        this.stock = stock;
    }

    /** These hold nothing under {@code xid}, and no Try of them is on its way. */
    void nothingHeld(String xid, Collection<String> ids) {
        nothingHeld.add(xid, ids);
    }

    /**
     * Returns once none of these holds anything under {@code xid}.
     *
     * @throws BrokenPromiseException if one of them was sold, which none is while Seata remembers the transaction
     * @throws RuntimeException if one cannot be asked: not known, ask again
     */
    void of(Collection<String> ids, String xid) {
        List<String> held = new ArrayList<>(ids);
        held.removeAll(nothingHeld.of(xid));
        if (held.isEmpty()) {
            return;
        }
        List<Answered<CancelOutcome>> answers = stock.cancelAll(new Xid(xid), held);
        for (int i = 0; i < held.size(); i++) {
            // An id of another transaction is fine here: nothing of this one is held.
            if (answers.get(i).orThrow() instanceof CancelOutcome.AlreadyConfirmed) {
                throw new BrokenPromiseException(
                        "stock refuses to cancel " + held.get(i) + " of " + xid + ": it is confirmed");
            }
        }
    }
}
