package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.Lines;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.StockUnreachableException;
import dev.holdfast.stockapi.TryOutcome;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;
import org.springframework.stereotype.Component;

/** Seata's door to stock-app. Public and concrete, or Seata never confirms it; no other aspect may stand on it. */
@LocalTCC
@Component
public class StockTcc {
    private static final String ID = "reservationId";

    private final StockClient stock;
    private final StockConfirmations confirmations;

    /**
     * Tries that never left this process. Their Cancel has nothing to give back and no late Try to fear, so it need not
     * wait for a stock-app that is down: else every order refused during an outage would be asked again every second
     * until its end. Forgetting one (or another process being asked) costs a request, and leaves a tombstone.
     */
    private final Remembered unsent = new Remembered(Duration.ofMinutes(10));

    StockTcc(StockClient stock, StockConfirmations confirmations) {
        this.stock = stock;
        this.confirmations = confirmations;
    }

    /**
     * Holds all lines.
     *
     * @param context null: Seata puts its own in
     * @throws StockRefusedException if stock says no; an exception, since Seata does not roll back on a false
     */
    @TwoPhaseBusinessAction(name = "order-app.stock", commitMethod = "confirm", rollbackMethod = "cancel")
    public void tryReserve(
            BusinessActionContext context, @BusinessActionContextParameter(ID) String reservationId, Lines lines) {
        String xid = OpenXid.of(context);
        TryOutcome outcome;
        try {
            outcome = stock.tryReserve(new ReservationId(reservationId), new Xid(xid), lines);
        } catch (StockUnreachableException e) {
            unsent.add(reservationId, xid);
            throw e;
        }
        if (!(outcome instanceof TryOutcome.Tried)) {
            throw new StockRefusedException(outcome);
        }
    }

    public boolean confirm(BusinessActionContext context) {
        return Knock.at("stock", context, ID, confirmations::require);
    }

    public boolean cancel(BusinessActionContext context) {
        return Knock.at("stock", context, ID, (id, xid) -> {
            if (unsent.includes(id, xid)) {
                return;
            }
            CancelOutcome outcome = stock.cancel(new ReservationId(id), new Xid(xid));
            // An id of another transaction is fine here: nothing of this one is held.
            if (outcome instanceof CancelOutcome.AlreadyConfirmed) {
                throw new BrokenPromiseException("stock refuses to cancel " + id + " of " + xid + ": it is confirmed");
            }
        });
    }
}
