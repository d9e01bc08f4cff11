package dev.holdfast.stockapi;

/** What became of a Confirm. Anything else is an exception, see {@link StockClient}. */
public sealed interface ConfirmOutcome {
    /** Sold, now or before. */
    record Confirmed(Reservation reservation) implements ConfirmOutcome {}

    /** Nothing was held under this id. */
    record NotTried() implements ConfirmOutcome {}

    /** It was given back before. */
    record AlreadyCancelled() implements ConfirmOutcome {}

    /** The id belongs to {@code ownerXid}. */
    record IdReused(String ownerXid) implements ConfirmOutcome {}
}
