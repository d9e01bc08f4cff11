package dev.holdfast.proof.desk;

import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.ConfirmOutcome;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.apache.seata.rm.tcc.api.BusinessActionContextParameter;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.rm.tcc.api.TwoPhaseBusinessAction;
import org.springframework.stereotype.Component;

/** The desk's door: its Try does what the test's script says, its Confirm and Cancel go to stock-app. */
@LocalTCC
@Component
public class GiftTcc {
    private final StockClient stock;
    private final GiftDesk.Script script;

    GiftTcc(StockClient stock, GiftDesk.Script script) {
        this.stock = stock;
        this.script = script;
    }

    @TwoPhaseBusinessAction(name = "gift-desk.gift", commitMethod = "confirm", rollbackMethod = "cancel")
    public void tryGift(BusinessActionContext context, @BusinessActionContextParameter("gift") String gift) {
        script.onTry.accept(context.getXid());
    }

    public boolean confirm(BusinessActionContext context) {
        ConfirmOutcome outcome = stock.confirm(gift(context), new Xid(context.getXid()));
        script.phaseTwo.add("confirm " + gift(context));
        return outcome instanceof ConfirmOutcome.Confirmed;
    }

    public boolean cancel(BusinessActionContext context) {
        CancelOutcome outcome = stock.cancel(gift(context), new Xid(context.getXid()));
        script.phaseTwo.add("cancel " + gift(context));
        return !(outcome instanceof CancelOutcome.AlreadyConfirmed);
    }

    private static ReservationId gift(BusinessActionContext context) {
        return new ReservationId(context.getActionContext("gift", String.class));
    }
}
