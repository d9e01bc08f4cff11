package dev.holdfast.order.ledger;

import java.time.Instant;

/**
 * An order that is NEW or TRIED.
 *
 * @param xid the global transaction it is TRIED under; null while it is NEW
 * @param changedAt when its row last changed, by the clock of the database
 * @param ageSeconds how long ago that was, by the same clock
 */
public record OpenOrder(String orderNo, OrderStatus status, String xid, Instant changedAt, long ageSeconds) {}
