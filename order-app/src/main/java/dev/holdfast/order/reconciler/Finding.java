package dev.holdfast.order.reconciler;

import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationState;
import java.util.List;
import java.util.Optional;

/**
 * An order and its reservation that disagree; null where there is no reservation.
 *
 * @param orderLines as ordered
 * @param reservedLines as held
 */
record Finding(
        String orderNo,
        OrderStatus status,
        String xid,
        ReservationState reservation,
        String reservationXid,
        List<Line> orderLines,
        List<Line> reservedLines) {
    /** Empty if they agree: sold for a CONFIRMED order, under its xid and with its lines, and for no other. */
    static Optional<Finding> of(Order order, Reservation reservation) {
        boolean confirmed = order.status() == OrderStatus.CONFIRMED;
        boolean sold = reservation != null && reservation.state() == ReservationState.CONFIRMED;
        boolean same = !confirmed
                || (sold
                        && order.lines().equals(reservation.lines())
                        && order.xid().equals(reservation.xid()));
        if (confirmed == sold && same) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                order.orderNo(),
                order.status(),
                order.xid(),
                reservation == null ? null : reservation.state(),
                reservation == null ? null : reservation.xid(),
                order.lines(),
                reservation == null ? null : reservation.lines()));
    }
}
