package dev.holdfast.stockapi;

import java.time.Instant;
import java.util.List;

/**
 * A reservation as stock-app lists it.
 *
 * @param lines in lock order
 * @param updatedAt when it last changed, by the clock of the stock-app that changed it
 */
public record HeldReservation(
        String reservationId, String xid, ReservationState state, List<Line> lines, Instant updatedAt) {}
