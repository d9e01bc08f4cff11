package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.TryOutcome;

/** Stock said no to a Try; carries its answer through Seata's rollback. */
class StockRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TryOutcome outcome;

    StockRefusedException(TryOutcome outcome) {
        // No stack trace: being sold out is ordinary, and under a flash sale it is most of what happens.
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    TryOutcome outcome() {
        return outcome;
    }
}
