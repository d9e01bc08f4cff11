package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.TryOutcome;
import java.util.List;

/** Stock holds none of the orders of a transaction; carries its answers through Seata's rollback. */
class NobodyHoldsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Answered<TryOutcome>> answers;

    NobodyHoldsException(List<Answered<TryOutcome>> answers) {
        // No stack trace: being sold out is ordinary, and under a flash sale it is most of what happens.
        super(answers.size() == 1 ? answers.get(0).toString() : "none of " + answers.size(), null, false, false);
        this.answers = answers;
    }

    List<Answered<TryOutcome>> answers() {
        return answers;
    }
}
