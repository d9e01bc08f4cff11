package dev.holdfast.order.tcc;

import dev.holdfast.order.ledger.Orders;
import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.ConfirmOutcome;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Which orders of a transaction stock has sold. Asked for once each: remembering a yes is sound, since CONFIRMED never
 * changes; forgetting it costs one more request, since Confirm echoes.
 */
@Component
class StockConfirmations {
    private final StockClient stock;
    private final Orders orders;
    private final Remembered yes = new Remembered(Duration.ofMinutes(1));

    StockConfirmations(StockClient stock, Orders orders) {
        this.stock = stock;
        this.orders = orders;
    }

    /**
     * What stock has said to the Confirm of a transaction.
     *
     * @param ids the orders that are sold, now or before
     * @param notYet why others that were tried are not, or are not known to be; null if there are none
     */
    record Sold(Set<String> ids, RuntimeException notYet) {}

    /**
     * Confirms at stock the orders that were tried under {@code xid}. An order that was left out of the transaction must not be
     * sold: the rows say which were not, never the list that was registered. What becomes of one order holds back no other.
     *
     * @param registered the orders of the branch
     * @return {@code notYet} is a BrokenPromiseException if stock refuses one, which it never does while Seata remembers the
     *     transaction; any other exception if stock cannot be asked about one: not known, ask again
     */
    Sold confirm(List<String> registered, String xid) {
        Set<String> sold = new HashSet<>(yes.of(xid));
        sold.retainAll(Set.copyOf(registered));
        List<String> others = new ArrayList<>(registered);
        others.removeAll(sold);
        // In the usual case stock's branch was asked first, and then this one has no question.
        List<String> tried = others.isEmpty() ? others : orders.triedUnder(xid, others);
        if (tried.isEmpty()) {
            return new Sold(sold, null);
        }
        List<Answered<ConfirmOutcome>> answers;
        try {
            answers = stock.confirmAll(new Xid(xid), tried);
        } catch (RuntimeException e) {
            return new Sold(sold, e);
        }
        List<String> now = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        RuntimeException notKnown = null;
        for (int i = 0; i < tried.size(); i++) {
            Answered<ConfirmOutcome> answer = answers.get(i);
            if (answer.failure() != null) {
                notKnown = answer.failure();
            } else if (answer.outcome() instanceof ConfirmOutcome.Confirmed) {
                now.add(tried.get(i));
            } else {
                refused.add(tried.get(i) + ": " + answer.outcome());
            }
        }
        yes.add(xid, now);
        sold.addAll(now);
        return new Sold(
                sold,
                refused.isEmpty()
                        ? notKnown
                        : new BrokenPromiseException("stock refuses to confirm of " + xid + " " + refused));
    }
}
