package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.StockUnreachableException;
import dev.holdfast.stockapi.TryBatch;
import dev.holdfast.stockapi.TryOutcome;
import dev.holdfast.stockapi.Xid;
import java.util.ArrayList;
import java.util.List;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;
import org.springframework.stereotype.Component;

/** Seata's door to stock-app. Public and concrete, or Seata never confirms it; no other aspect may stand on it. */
@LocalTCC
@Component
public class StockTcc {
    static final String DOOR = "stock";

    private static final String IDS = "reservationIds";

    private final StockClient stock;
    private final StockConfirmations confirmations;
    private final StockCancellations cancellations;
    private final OrderMoves moves;
    private final Knock knock;

    StockTcc(
            StockClient stock,
            StockConfirmations confirmations,
            StockCancellations cancellations,
            OrderMoves moves,
            Knock knock) {
        this.stock = stock;
        this.confirmations = confirmations;
        this.cancellations = cancellations;
        this.moves = moves;
        this.knock = knock;
    }

    /**
     * Holds all lines of each, or none of it; who is short is left out, not thrown.
     *
     * @param context null: Seata puts its own in
     * @param reservationIds of {@code wanted}, separated by commas
     * @return one answer for each, in the same order
     * @throws NobodyHoldsException if none of them holds; an exception, since Seata does not roll back on a result
     */
    @TwoPhaseBusinessAction(name = "order-app.stock", commitMethod = "confirm", rollbackMethod = "cancel")
    public List<Answered<TryOutcome>> tryReserve(
            BusinessActionContext context,
            @BusinessActionContextParameter(IDS) String reservationIds,
            List<TryBatch.Wanted> wanted) {
        String xid = OpenXid.of(context);
        List<Answered<TryOutcome>> answers;
        try {
            answers = stock.tryAll(new Xid(xid), wanted);
        } catch (StockUnreachableException e) {
            cancellations.nothingHeld(xid, Ids.of(reservationIds));
            throw e;
        }
        List<String> refused = new ArrayList<>();
        boolean somebodyHolds = false;
        for (int i = 0; i < wanted.size(); i++) {
            TryOutcome outcome = answers.get(i).outcome();
            somebodyHolds |= outcome instanceof TryOutcome.Tried;
            if (holdsNothing(outcome)) {
                refused.add(wanted.get(i).reservationId());
            }
        }
        if (!refused.isEmpty()) {
            cancellations.nothingHeld(xid, refused);
        }
        if (!somebodyHolds) {
            throw new NobodyHoldsException(answers);
        }
        return answers;
    }

    private static boolean holdsNothing(TryOutcome outcome) {
        return outcome instanceof TryOutcome.Insufficient
                || outcome instanceof TryOutcome.UnknownSku
                || outcome instanceof TryOutcome.Busy;
    }

    /**
     * If not all of them are sold, the orders of those that are move here, and not with the order branch: Seata may not ask it
     * before this one has succeeded.
     */
    public boolean confirm(BusinessActionContext context) {
        return knock.at(DOOR, context, IDS, (registered, xid) -> {
            StockConfirmations.Sold sold = confirmations.confirm(registered, xid);
            if (sold.notYet() != null) {
                moves.confirm(sold.ids(), xid);
                throw sold.notYet();
            }
        });
    }

    /** The same here. */
    public boolean cancel(BusinessActionContext context) {
        return knock.at(DOOR, context, IDS, (registered, xid) -> {
            try {
                cancellations.cancel(registered, xid);
            } catch (RuntimeException notYet) {
                moves.cancel(moves.tried(cancellations.givenBack(registered, xid), xid), List.of(), xid);
                throw notYet;
            }
        });
    }
}
