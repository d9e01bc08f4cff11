package dev.holdfast.order.ledger;

/** What became of claiming an Idempotency-Key. */
public sealed interface Claim {
    /** Whose the key is. */
    Order holder();

    /** The key is this order's. */
    record Won(Order holder) implements Claim {}

    /** The key was {@code holder}'s already. */
    record Lost(Order holder) implements Claim {}
}
