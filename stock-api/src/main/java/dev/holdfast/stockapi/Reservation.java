package dev.holdfast.stockapi;

import java.util.List;

/**
 * A reservation as stock-app tells it.
 *
 * @param lines in lock order; empty for the tombstone of an empty rollback
 */
public record Reservation(String reservationId, String xid, ReservationState state, List<Line> lines) {}
