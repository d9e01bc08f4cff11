package dev.holdfast.order.ledger;

/**
 * Why an order is off before anything was asked to be committed.
 *
 * @param xid the transaction its Try was under; null if none was begun
 * @param refusal the problem document that its buyer gets, as JSON; null to let its key go, if nothing was ever sent
 */
public record Rejection(String orderNo, String xid, String reason, String refusal) {}
