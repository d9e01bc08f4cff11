package dev.holdfast.tcc;

/** The answer of one cell of the table. */
public sealed interface TccAnswer {
    /** Go on: the state changes to {@code to}, and the quantities with it, once. */
    record Move(TccState to) implements TccAnswer {}

    /** Already so: nothing changes, the caller is told what stands. */
    record Echo(TccState state) implements TccAnswer {}

    /** No: nothing changes, the caller is told why. */
    record Refuse(Refusal reason) implements TccAnswer {}
}
