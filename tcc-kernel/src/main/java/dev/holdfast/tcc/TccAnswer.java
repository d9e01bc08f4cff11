package dev.holdfast.tcc;

import java.util.function.Function;

/** The answer of one cell of the table. */
public sealed interface TccAnswer {
    /** Go on: the state changes to {@code to}, and the quantities with it, once. */
    record Move(TccState to) implements TccAnswer {}

    /** Already so: nothing changes, the caller is told what stands. */
    record Echo(TccState state) implements TccAnswer {}

    /** No: nothing changes, the caller is told why. */
    record Refuse(Refusal reason) implements TccAnswer {}

    /** Answers each kind; leaving one out does not compile. */
    default <T> T answer(Function<Move, T> onMove, Function<Echo, T> onEcho, Function<Refuse, T> onRefuse) {
        if (this instanceof Move move) {
            return onMove.apply(move);
        }
        return this instanceof Echo echo ? onEcho.apply(echo) : onRefuse.apply((Refuse) this);
    }
}
