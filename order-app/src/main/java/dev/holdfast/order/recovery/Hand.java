package dev.holdfast.order.recovery;

import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.order.tcc.SeataStatus;
import dev.holdfast.order.tcc.SeataStatus.Said;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.StockUnansweredException;
import dev.holdfast.stockapi.StockUnreachableException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * A person's hand: finishes one order or reservation, by the resolver's rules and cells, only at once and by name. What
 * the cell answers is what becomes of it, also if that is not what was asked for.
 */
@Component
class Hand {
    private static final Logger LOG = LoggerFactory.getLogger(Hand.class);

    /** An order is moved by others at the same time: how often it is looked at again. It has two moves at most. */
    private static final int MOST_LOOKS = 3;

    private final Orders orders;
    private final StockClient stock;
    private final SeataStatus seata;
    private final Settling settling;
    private final RecoveryLog log;

    Hand(Orders orders, StockClient stock, SeataStatus seata, Settling settling, RecoveryLog log) {
        this.orders = orders;
        this.stock = stock;
        this.seata = seata;
        this.settling = settling;
        this.log = log;
    }

    /**
     * @param alsoRemoved also if its reservation was removed: then the person decides, and no cell
     * @throws ErrorResponseException if it cannot be done, or cannot be known to be done
     */
    Finished cancel(String orderNo, boolean alsoRemoved, Signed signed) {
        Doing doing = Doing.byHand("cancel", signed);
        return finish(orderNo, order -> {
            if (order.status() == OrderStatus.NEW) {
                return !settling.reject(List.of(orderNo), doing).isEmpty();
            }
            mustBeOver(order.xid());
            if (isRemoved(orderNo, alsoRemoved)) {
                return settling.decide(order.xid(), orderNo, OrderStatus.CANCELLED, doing);
            }
            return decided(answered(() -> settling.cancel(order.xid(), List.of(orderNo), RecoveryLog.ORDER, doing))
                    .get(orderNo));
        });
    }

    /** Likewise. */
    Finished confirm(String orderNo, boolean alsoRemoved, Signed signed) {
        Doing doing = Doing.byHand("confirm", signed);
        return finish(orderNo, order -> {
            if (order.status() == OrderStatus.NEW) {
                throw RecoveryProblem.ORDER_NOT_TRIED.because("an order that is NEW can only be cancelled");
            }
            mustBeOver(order.xid());
            if (isRemoved(orderNo, alsoRemoved)) {
                return settling.decide(order.xid(), orderNo, OrderStatus.CONFIRMED, doing);
            }
            return decided(answered(() -> settling.confirm(order.xid(), orderNo, doing)));
        });
    }

    /** @throws ErrorResponseException if it is, and this is not what the person asked about */
    private boolean isRemoved(String orderNo, boolean wanted) {
        boolean removed = !answered(() -> settling.removed(List.of(orderNo))).isEmpty();
        if (removed && !wanted) {
            throw problem(new Verdict.Open(Left.RESERVATION_REMOVED));
        }
        return removed;
    }

    /** Cancels what a reservation holds under its own xid; its order, if it has one, goes the same way. */
    Finished cancelReservation(String id, Signed signed) {
        Reservation held = answered(() -> stock.find(new ReservationId(id)))
                .orElseThrow(() -> RecoveryProblem.UNKNOWN_RESERVATION.because("no reservation has this id"));
        Doing doing = Doing.byHand("cancel", signed);
        mustBeOver(held.xid());
        Verdict verdict = answered(() -> settling.cancel(held.xid(), List.of(id), RecoveryLog.RESERVATION, doing))
                .get(id);
        if (verdict instanceof Verdict.Open open) {
            throw problem(open);
        }
        if (verdict instanceof Verdict.Confirmed) {
            throw RecoveryProblem.ALREADY_CONFIRMED.because("its units are sold, which is final");
        }
        return new Finished(id, held.xid(), held.state().name(), OrderStatus.CANCELLED.name());
    }

    private interface Attempt {
        /** @return false if the order is not what it was looked at: look again */
        boolean on(Order order);
    }

    private Finished finish(String orderNo, Attempt attempt) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Order before = found(orderNo);
            if (before.status().isFinal()) {
                throw RecoveryProblem.ORDER_FINISHED.because(
                        "it is " + before.status() + ", which is final",
                        Map.of("orderNo", orderNo, "orderStatus", before.status()));
            }
            if (attempt.on(before)) {
                Order after = found(orderNo);
                LOG.info("order {} went from {} to {} by hand", orderNo, before.status(), after.status());
                return new Finished(
                        orderNo,
                        after.xid(),
                        before.status().name(),
                        after.status().name());
            }
        }
        throw new IllegalStateException("order " + orderNo + " is never what it was a moment ago");
    }

    private Order found(String orderNo) {
        return orders.find(orderNo)
                .orElseThrow(() -> RecoveryProblem.UNKNOWN_ORDER.because("no order has this number"));
    }

    /** @return false if its order was not TRIED under this xid any more */
    private static boolean decided(Verdict verdict) {
        if (verdict instanceof Verdict.Open open) {
            throw problem(open);
        }
        return verdict != null;
    }

    private void mustBeOver(String xid) {
        Said said = seata.of(xid);
        if (!said.answered()) {
            log.leftOpen(Left.SEATA_UNANSWERED);
            throw RecoveryProblem.SEATA_UNANSWERED.because("nothing was done: Seata may be at it", Map.of("xid", xid));
        }
        if (!said.over()) {
            log.leftOpen(Left.SEATA_UNFINISHED);
            throw RecoveryProblem.SEATA_UNFINISHED.because(
                    "nothing was done: Seata may still call a door", Map.of("xid", xid, "seata", said.status()));
        }
    }

    private <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (StockUnreachableException | StockUnansweredException e) {
            LOG.warn("a person's act is not known to be done: {}", e.toString());
            log.leftOpen(Left.STOCK_UNANSWERED);
            throw RecoveryProblem.STOCK_UNANSWERED.because("the order is as it was; it is safe to do the same again");
        }
    }

    private static ErrorResponseException problem(Verdict.Open open) {
        return switch (open.why()) {
            case OTHER_XID -> RecoveryProblem.ID_REUSED.because(
                    "the reservation of this id belongs to another transaction: its cell says nothing about this order");
            case RESERVATION_REMOVED -> RecoveryProblem.RESERVATION_REMOVED.because(
                    "the order was tried and stock has no reservation of it any more, so nobody here knows whether it was"
                            + " sold: find out, and repeat this with reservationRemoved=true");
            default -> RecoveryProblem.STOCK_UNANSWERED.because(
                    "the order is as it was; it is safe to do the same again");
        };
    }
}
