package dev.holdfast.order.tcc;

import dev.holdfast.order.ledger.Orders;
import dev.holdfast.tcc.Refusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What phase two does to order rows. The caller has stock's yes for each of them. */
@Component
class OrderMoves {
    private static final String ROLLED_BACK = "rolled-back";

    private final Orders orders;

    OrderMoves(Orders orders) {
        this.orders = orders;
    }

    /** @throws BrokenPromiseException if one cannot be moved; the others are */
    void confirm(Collection<String> sold, String xid) {
        Map<String, Refusal> refused = sold.isEmpty() ? Map.of() : orders.confirmed(sold, xid);
        if (!refused.isEmpty()) {
            throw new BrokenPromiseException("orders of " + xid + " are not confirmed: " + refused);
        }
    }

    /**
     * @param givenBack orders that may be TRIED
     * @param neverTried orders that move only if they are NEW
     * @throws BrokenPromiseException if one cannot be moved; the others are
     */
    void cancel(Collection<String> givenBack, Collection<String> neverTried, String xid) {
        Map<String, Refusal> refused = new HashMap<>(orders.cancelled(givenBack, neverTried, xid, ROLLED_BACK));
        // An order of another transaction is fine here: nothing of this one is open.
        refused.values().removeIf(reason -> reason == Refusal.ID_REUSED);
        if (!refused.isEmpty()) {
            throw new BrokenPromiseException("orders of " + xid + " are not cancelled: " + refused);
        }
    }

    /** Of these, the ones that are TRIED under {@code xid}. */
    List<String> tried(Collection<String> orderNos, String xid) {
        return orderNos.isEmpty() ? List.of() : orders.heldUnder(xid, orderNos);
    }
}
