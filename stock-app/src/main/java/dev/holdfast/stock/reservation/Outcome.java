package dev.holdfast.stock.reservation;

import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.tcc.Refusal;
import java.util.List;
import java.util.Set;

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

    /**
     * Not decided: rows could not be locked in time, or could not be read. Nothing changed, and nothing of it is on its way.
     *
     * @param locked stock rows and reservation ids that another transaction holds; empty if they are not known
     * @param found true if this request found them locked; false if that was known before it began
     */
    record Busy(Set<Object> locked, boolean found) implements Outcome {
        /** What would decide could not be read. */
        static final Busy UNREAD = new Busy(Set.of(), false);
    }
}
