package dev.holdfast.stockapi;

import java.util.List;

/** What became of a Try. Anything else is an exception, see {@link StockClient}. */
public sealed interface TryOutcome {
    /** Held (or held before by the same call: then the state may already be CONFIRMED). */
    record Tried(Reservation reservation) implements TryOutcome {}

    /** Nothing is held. @param shortages every short line */
    record Insufficient(List<Shortage> shortages) implements TryOutcome {}

    /** Nothing is held. @param unknown every (store, SKU) that has no stock row */
    record UnknownSku(List<StockKey> unknown) implements TryOutcome {}

    /** The cancel came first; this id can never be held again. */
    record TooLate() implements TryOutcome {}

    /** The id is taken, by {@code ownerXid} or with other lines. */
    record IdReused(String ownerXid) implements TryOutcome {}

    /** Rows or connections were taken for too long; this call holds nothing. An earlier one of the same id may, if it was not answered. */
    record Busy() implements TryOutcome {}
}
