package dev.holdfast.stockapi;

/** What became of a Cancel. Anything else is an exception, see {@link StockClient}. */
public sealed interface CancelOutcome {
    /** Given back, now or before, or a tombstone where nothing was held. */
    record Cancelled(Reservation reservation) implements CancelOutcome {
        /** False if it is a tombstone: as far as stock knows there never was a Try, or its reservation was removed since. */
        public boolean wasHeld() {
            return !reservation.lines().isEmpty();
        }
    }

    /** It was sold before. */
    record AlreadyConfirmed() implements CancelOutcome {}

    /** The id belongs to {@code ownerXid}; nothing of the caller is held. */
    record IdReused(String ownerXid) implements CancelOutcome {}
}
