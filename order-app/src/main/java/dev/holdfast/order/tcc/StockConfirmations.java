package dev.holdfast.order.tcc;

import dev.holdfast.order.ledger.Orders;
import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.ConfirmOutcome;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Which orders of a transaction stock has sold. Asked for once: remembering a yes is sound, since CONFIRMED never changes;
 * forgetting it costs one more request, since Confirm echoes.
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
     * Confirms at stock the orders that were tried under {@code xid}, and returns once all of them are sold. Who was left
     * out of the transaction must not be sold: the rows say who was not, never the list that was registered.
     *
     * @param registered the orders of the branch
     * @return the orders that were tried, all sold now or before
     * @throws BrokenPromiseException if stock refuses one, which it never does while Seata remembers the transaction; the
     *     others are sold
     * @throws RuntimeException if stock cannot be asked about one: not known, ask again
     */
    Collection<String> of(List<String> registered, String xid) {
        Set<String> known = yes.of(xid);
        if (!known.isEmpty()) {
            return known;
        }
        List<String> tried = orders.triedUnder(xid, registered);
        if (tried.isEmpty()) {
            return tried;
        }
        List<Answered<ConfirmOutcome>> answers = stock.confirmAll(new Xid(xid), tried);
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < tried.size(); i++) {
            if (!(answers.get(i).orThrow() instanceof ConfirmOutcome.Confirmed)) {
                refused.add(tried.get(i) + ": " + answers.get(i).outcome());
            }
        }
        if (!refused.isEmpty()) {
            throw new BrokenPromiseException("stock refuses to confirm of " + xid + " " + refused);
        }
        yes.add(xid, tried);
        return tried;
    }
}
