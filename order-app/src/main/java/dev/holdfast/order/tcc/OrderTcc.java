package dev.holdfast.order.tcc;

import dev.holdfast.order.ledger.Orders;
import dev.holdfast.tcc.Refusal;
import dev.holdfast.tcc.TccAnswer;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;
import org.springframework.stereotype.Component;

/** Seata's door to the order row. Public and concrete, or Seata never confirms it; no other aspect may stand on it. */
@LocalTCC
@Component
public class OrderTcc {
    private static final String ID = "orderNo";
    private static final String ROLLED_BACK = "rolled-back";

    private final Orders orders;
    private final StockConfirmations confirmations;

    OrderTcc(Orders orders, StockConfirmations confirmations) {
        this.orders = orders;
        this.confirmations = confirmations;
    }

    /**
     * NEW to TRIED: says that the stock is held, and by which transaction.
     *
     * @param context null: Seata puts its own in
     * @throws IllegalStateException if the order is no longer NEW; an exception, so that Seata rolls back
     */
    @TwoPhaseBusinessAction(name = "order-app.order", commitMethod = "confirm", rollbackMethod = "cancel")
    public void tryPlace(BusinessActionContext context, @BusinessActionContextParameter(ID) String orderNo) {
        if (orders.tried(orderNo, OpenXid.of(context)) instanceof TccAnswer.Refuse no) {
            throw new IllegalStateException("order " + orderNo + " cannot be tried: " + no.reason());
        }
    }

    /** Seata's order of branches is not to be relied on: the order moves only with stock's yes, whoever comes first. */
    public boolean confirm(BusinessActionContext context) {
        return Knock.at("order", context, ID, (orderNo, xid) -> {
            confirmations.require(orderNo, xid);
            if (orders.confirmed(orderNo, xid) instanceof TccAnswer.Refuse no) {
                throw new BrokenPromiseException(
                        "order " + orderNo + " of " + xid + " is not confirmed: " + no.reason());
            }
        });
    }

    public boolean cancel(BusinessActionContext context) {
        return Knock.at("order", context, ID, (orderNo, xid) -> {
            TccAnswer answer = orders.cancelled(orderNo, xid, ROLLED_BACK);
            // An order of another transaction is fine here: nothing of this one is open.
            if (answer instanceof TccAnswer.Refuse no && no.reason() != Refusal.ID_REUSED) {
                throw new BrokenPromiseException(
                        "order " + orderNo + " of " + xid + " is not cancelled: " + no.reason());
            }
        });
    }
}
