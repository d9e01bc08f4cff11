package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.Shortage;
import java.util.List;

/** What the gate says to one {@link Asking}. */
public sealed interface Verdict {
    Verdict GO = new Go();

    /** Ask the database: every hot line was taken, or none is hot, or the gate is open. */
    record Go() implements Verdict {}

    /** There is not enough, and nothing is held here. @param shortages every hot line that is short */
    record Short(List<Shortage> shortages) implements Verdict {}
}
