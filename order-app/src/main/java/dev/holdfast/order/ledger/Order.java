package dev.holdfast.order.ledger;

import dev.holdfast.stockapi.Line;
import java.time.Instant;
import java.util.List;

/**
 * One order as its row and lines tell it.
 *
 * @param xid the global transaction it was last under; null while it is NEW
 * @param reason why it is REJECTED or CANCELLED, else null
 * @param refusal the problem document its buyer was given, as JSON; null if none is stored
 * @param lines in lock order
 */
public record Order(
        String orderNo,
        String buyerId,
        String requestFingerprint,
        String xid,
        OrderStatus status,
        String reason,
        String refusal,
        Instant createdAt,
        Instant updatedAt,
        List<Line> lines) {}
