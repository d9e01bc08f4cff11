package dev.holdfast.order.recovery;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.ConfirmOutcome;
import java.util.function.Supplier;

/** What the cell of a reservation answered; only this decides about an order that was TRIED. */
sealed interface Verdict {
    /** Its units are given back, now or before. */
    record Cancelled() implements Verdict {}

    /** Its units are sold, now or before. */
    record Confirmed() implements Verdict {}

    /** Nothing about it is decided by this answer. */
    record Open(Left why) implements Verdict {}

    static Verdict ofCancel(Answered<CancelOutcome> answer) {
        return answer.outcome() == null ? new Open(Left.STOCK_UNANSWERED) : of(answer.outcome());
    }

    /** A tombstone says nothing about what was TRIED, so was held: also what was sold long ago can leave one. */
    static Verdict of(CancelOutcome outcome) {
        if (outcome instanceof CancelOutcome.Cancelled cancelled) {
            return cancelled.wasHeld() ? new Cancelled() : new Open(Left.RESERVATION_REMOVED);
        }
        return outcome instanceof CancelOutcome.AlreadyConfirmed ? new Confirmed() : new Open(Left.OTHER_XID);
    }

    /** @param whyCancelled what Cancel echoes, asked only if this was cancelled before: by itself a refusal says not what */
    static Verdict of(ConfirmOutcome outcome, Supplier<CancelOutcome> whyCancelled) {
        if (outcome instanceof ConfirmOutcome.Confirmed) {
            return new Confirmed();
        }
        if (outcome instanceof ConfirmOutcome.AlreadyCancelled) {
            return of(whyCancelled.get());
        }
        return new Open(outcome instanceof ConfirmOutcome.NotTried ? Left.RESERVATION_REMOVED : Left.OTHER_XID);
    }
}
