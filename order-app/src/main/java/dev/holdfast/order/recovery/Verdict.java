package dev.holdfast.order.recovery;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.ConfirmOutcome;

/** What the cell of a reservation answered; only this decides about an order that was TRIED. */
sealed interface Verdict {
    /** Its units are given back, now or before. */
    record Cancelled() implements Verdict {}

    /** Its units are sold, now or before. */
    record Confirmed() implements Verdict {}

    /** Nothing about it is decided by this answer. */
    record Open(Left why) implements Verdict {}

    static Verdict ofCancel(Answered<CancelOutcome> answer) {
        if (answer.outcome() instanceof CancelOutcome.Cancelled) {
            return new Cancelled();
        }
        if (answer.outcome() instanceof CancelOutcome.AlreadyConfirmed) {
            return new Confirmed();
        }
        return new Open(answer.outcome() instanceof CancelOutcome.IdReused ? Left.OTHER_XID : Left.STOCK_UNANSWERED);
    }

    static Verdict of(ConfirmOutcome outcome) {
        if (outcome instanceof ConfirmOutcome.Confirmed) {
            return new Confirmed();
        }
        if (outcome instanceof ConfirmOutcome.AlreadyCancelled) {
            return new Cancelled();
        }
        return new Open(outcome instanceof ConfirmOutcome.NotTried ? Left.NOT_TRIED : Left.OTHER_XID);
    }
}
