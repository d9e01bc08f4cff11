package dev.holdfast.order.ledger;

/** What became of claiming an Idempotency-Key. */
public sealed interface Claim {
    /** The key is this order's. */
    record Won(Order order) implements Claim {}

    /** The key was {@code first}'s already. */
    record Lost(Order first) implements Claim {}
}
