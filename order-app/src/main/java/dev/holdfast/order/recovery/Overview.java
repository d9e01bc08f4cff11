package dev.holdfast.order.recovery;

import dev.holdfast.order.ledger.OpenOrder;
import dev.holdfast.order.ledger.OpenOrders;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.order.tcc.SeataStatus;
import dev.holdfast.stockapi.HeldReservation;
import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.StockUnansweredException;
import dev.holdfast.stockapi.StockUnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a person looks at before acting. Reads only. */
@Component
class Overview {
    private final Orders orders;
    private final OpenOrders openOrders;
    private final StockClient stock;
    private final SeataStatus seata;
    private final RecoveryLog log;
    private final Clock clock;

    Overview(Orders orders, OpenOrders openOrders, StockClient stock, SeataStatus seata, RecoveryLog log, Clock clock) {
        this.orders = orders;
        this.openOrders = openOrders;
        this.stock = stock;
        this.seata = seata;
        this.log = log;
        this.clock = clock;
    }

    Open open(Duration age, Place afterOrder, Place afterReservation, int limit) {
        Inquiry inquiry = new Inquiry(seata);
        List<OpenOrder> found = openOrders.all(age, afterOrder.time(), afterOrder.id(), limit);
        List<Open.Item> items = found.stream()
                .map(order -> new Open.Item(
                        order.orderNo(),
                        order.status().name(),
                        order.xid(),
                        order.xid() == null ? null : inquiry.of(order.xid()).status(),
                        order.changedAt(),
                        order.ageSeconds()))
                .toList();
        return new Open(
                new Open.Page(items, next(items, limit), true), reservations(age, afterReservation, limit, inquiry));
    }

    private Open.Page reservations(Duration age, Place after, int limit, Inquiry inquiry) {
        try {
            List<Open.Item> items = stock.triedFor(age, after.time(), after.id(), limit).stream()
                    .map(held -> item(held, inquiry))
                    .toList();
            return new Open.Page(items, next(items, limit), true);
        } catch (StockUnreachableException | StockUnansweredException e) {
            return new Open.Page(List.of(), null, false);
        }
    }

    private Open.Item item(HeldReservation held, Inquiry inquiry) {
        return new Open.Item(
                held.reservationId(),
                held.state().name(),
                held.xid(),
                inquiry.of(held.xid()).status(),
                held.updatedAt(),
                Duration.between(held.updatedAt(), clock.instant()).toSeconds());
    }

    private static String next(List<Open.Item> items, int limit) {
        if (items.size() < limit) {
            return null;
        }
        Open.Item last = items.get(items.size() - 1);
        return new Place(last.changedAt(), last.id()).toString();
    }

    Story story(String orderNo) {
        Order order = orders.find(orderNo)
                .orElseThrow(() -> RecoveryProblem.UNKNOWN_ORDER.because("no order has this number"));
        Optional<Reservation> reservation = Optional.empty();
        boolean answered = true;
        try {
            reservation = stock.find(new ReservationId(orderNo));
        } catch (StockUnreachableException | StockUnansweredException | InvalidRequestException e) {
            // Invalid: a number that is no id for stock-app. Its story has to be told all the same.
            answered = false;
        }
        return new Story(
                order,
                order.xid() == null ? null : seata.of(order.xid()),
                reservation.orElse(null),
                answered,
                log.of(orderNo));
    }
}
