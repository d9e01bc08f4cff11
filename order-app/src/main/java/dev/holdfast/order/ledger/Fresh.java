package dev.holdfast.order.ledger;

/** An order that is NEW, and the Idempotency-Key it wants. */
public record Fresh(Order order, String key) {}
