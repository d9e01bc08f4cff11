package dev.holdfast.order.tcc;

import dev.holdfast.order.ledger.Orders;
import dev.holdfast.tcc.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;
import org.springframework.stereotype.Component;

/** Seata's door to the order rows. Public and concrete, or Seata never confirms it; no other aspect may stand on it. */
@LocalTCC
@Component
public class OrderTcc {
    static final String DOOR = "order";

    private static final String IDS = "orderNos";

    private final Orders orders;
    private final StockConfirmations confirmations;
    private final StockCancellations cancellations;
    private final OrderMoves moves;
    private final Knock knock;

    OrderTcc(
            Orders orders,
            StockConfirmations confirmations,
            StockCancellations cancellations,
            OrderMoves moves,
            Knock knock) {
        this.orders = orders;
        this.confirmations = confirmations;
        this.cancellations = cancellations;
        this.moves = moves;
        this.knock = knock;
    }

    /**
     * NEW to TRIED: says that the stock is held, and by which transaction.
     *
     * @param context null: Seata puts its own in
     * @param orderNos separated by commas
     * @return those that are no longer NEW: they are to be left out of the transaction
     * @throws IllegalStateException if none is; an exception, so that Seata rolls back
     */
    @TwoPhaseBusinessAction(name = "order-app.order", commitMethod = "confirm", rollbackMethod = "cancel")
    public Set<String> tryPlace(BusinessActionContext context, @BusinessActionContextParameter(IDS) String orderNos) {
        List<String> all = Ids.of(orderNos);
        Map<String, Refusal> refused = orders.tried(all, OpenXid.of(context));
        if (refused.size() == all.size()) {
            throw new IllegalStateException("no order can be tried: " + refused);
        }
        return refused.keySet();
    }

    /** Seata's order of branches is not to be relied on: an order moves only with stock's yes, whichever branch is asked first. */
    public boolean confirm(BusinessActionContext context) {
        return knock.at(DOOR, context, IDS, (registered, xid) -> {
            StockConfirmations.Sold sold = confirmations.confirm(registered, xid);
            moves.confirm(sold.ids(), xid);
            if (sold.notYet() != null) {
                throw sold.notYet();
            }
        });
    }

    /** The same here: a person may have sold, while Seata had forgotten, what it now wants back. */
    public boolean cancel(BusinessActionContext context) {
        return knock.at(DOOR, context, IDS, (registered, xid) -> {
            StockCancellations.Off off = cancellations.off(registered, xid);
            moves.cancel(off.givenBack(), off.neverTried(), xid);
            if (off.notYet() != null) {
                throw off.notYet();
            }
        });
    }
}
