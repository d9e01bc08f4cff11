package dev.holdfast.stock.reservation;

import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.tcc.Refusal;
import java.util.List;

/** What became of a verb. */
sealed interface Outcome {
    /** The reservation stands so, now or since before. */
    record Stands(Reservation reservation) implements Outcome {}

    /** The table says no; nothing changed. @param ownerXid whose the id is, null if nobody's */
    record Refused(Refusal reason, String ownerXid) implements Outcome {}

    /** Not all lines could be held, so none is. */
    record Insufficient(List<Shortage> shortages) implements Outcome {}

    /** A line names a stock row that does not exist, so nothing is held. */
    record UnknownSku(List<StockKey> unknown) implements Outcome {}

    /** Not decided, since rows or connections were taken for too long or could not be read; nothing is held. */
    record Busy() implements Outcome {}
}
