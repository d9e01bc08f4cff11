package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.Shortage;
import java.util.List;

/** What the gate says to one {@link Asking}. */
public sealed interface Verdict {
    Verdict GO = new Go();

    /** Ask the database: every hot line was taken, or none is hot, or the gate is open. */
    record Go() implements Verdict {}

    /**
     * The gate counts too few free units, and nothing is held here. Not final: the gate may count units as taken that no
     * reservation will get, so {@code available} is to be read in the database first.
     *
     * @param shortages every hot line that is short
     */
    record Short(List<Shortage> shortages) implements Verdict {}
}
