package dev.holdfast.order.recovery;

import static dev.holdfast.order.ledger.OrderStatus.CANCELLED;
import static dev.holdfast.order.ledger.OrderStatus.CONFIRMED;
import static dev.holdfast.order.ledger.OrderStatus.NEW;
import static dev.holdfast.order.ledger.OrderStatus.REJECTED;
import static dev.holdfast.order.ledger.OrderStatus.TRIED;

import dev.holdfast.order.ledger.OpenOrders;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.order.placement.Refusals;
import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How an open order finds its end, whoever asks for it. The cell of its reservation decides, and of it only an answer that
 * was received: never the order first, never by a state that was read earlier. The order's own row is moved by a guarded
 * update and the log is written in the same transaction. Each of these may be repeated, and done by two at once.
 */
@Component
class Settling {
    private final StockClient stock;
    private final OpenOrders open;
    private final Orders orders;
    private final Refusals refusals;
    private final RecoveryLog log;
    private final TransactionTemplate transaction;

    Settling(
            StockClient stock,
            OpenOrders open,
            Orders orders,
            Refusals refusals,
            RecoveryLog log,
            PlatformTransactionManager transactions) {
        this.stock = stock;
        this.open = open;
        this.orders = orders;
        this.refusals = refusals;
        this.log = log;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * NEW to REJECTED. The row alone decides, at any age and with its Try in flight: commit is asked for only after NEW went
     * to TRIED. What its Try may hold, now or later, is found by the sweep.
     *
     * @return those that were still NEW
     */
    Set<String> reject(Collection<String> orderNos, Doing doing) {
        return transaction.execute(status -> {
            Set<String> rejected = orders.rejected(
                    orderNos.stream().sorted().map(refusals::ofAbandoned).toList());
            log.settled(RecoveryLog.ORDER, rejected, null, NEW.name(), REJECTED.name(), doing);
            return rejected;
        });
    }

    /**
     * Orders that are TRIED and of which stock has nothing any more: Cancel would only leave a tombstone.
     *
     * @throws RuntimeException if stock cannot be asked
     */
    Set<String> removed(Collection<String> orderNos) {
        Set<String> removed = new HashSet<>(orderNos);
        stock.findAll(List.copyOf(orderNos)).stream()
                .filter(found -> !found.lines().isEmpty())
                .map(Reservation::reservationId)
                .forEach(removed::remove);
        return removed;
    }

    /**
     * What only a person may: an order that is TRIED under {@code xid}, and that no reservation tells of any more.
     *
     * @param end CONFIRMED or CANCELLED
     * @return false if it is not TRIED under {@code xid}
     */
    boolean decide(String xid, String orderNo, OrderStatus end, Doing doing) {
        return transaction.execute(status -> {
            List<String> one = List.of(orderNo);
            Set<String> moved = end == CONFIRMED ? open.confirmed(one, xid) : open.cancelled(one, xid, doing.reason());
            log.settled(RecoveryLog.ORDER, moved, xid, TRIED.name(), end.name(), doing);
            return !moved.isEmpty();
        });
    }

    /**
     * Cancels what {@code xid} holds under these ids, and moves their orders as stock answers: already confirmed is an
     * answer as well. Seata must be done with {@code xid}.
     *
     * @return one verdict for each
     * @throws RuntimeException if stock cannot be asked, or the orders not be moved: ask again
     */
    Map<String, Verdict> cancel(String xid, List<String> ids, String subject, Doing doing) {
        List<Answered<CancelOutcome>> answers = stock.cancelAll(new Xid(xid), ids);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            verdicts.put(ids.get(i), Verdict.ofCancel(answers.get(i)));
        }
        transaction.executeWithoutResult(status -> {
            move(xid, verdicts, doing);
            if (subject.equals(RecoveryLog.RESERVATION)) {
                log.settled(
                        subject, those(verdicts, Verdict.Cancelled.class), xid, TRIED.name(), CANCELLED.name(), doing);
            }
        });
        return verdicts;
    }

    /**
     * Confirms what {@code xid} holds for this order, and moves it as stock answers. Seata must be done with {@code xid}; a
     * Cancel of it that is late all the same finds the row locked until the order is CONFIRMED.
     *
     * @return null if the order is not TRIED under {@code xid}: then stock is not asked
     * @throws RuntimeException if stock cannot be asked, or the order not be moved: ask again
     */
    Verdict confirm(String xid, String orderNo, Doing doing) {
        return transaction.execute(status -> {
            if (!open.lockTried(orderNo, xid)) {
                return null;
            }
            ReservationId id = new ReservationId(orderNo);
            Xid by = new Xid(xid);
            Verdict verdict = Verdict.of(stock.confirm(id, by), () -> stock.cancel(id, by));
            move(xid, Map.of(orderNo, verdict), doing);
            return verdict;
        });
    }

    private void move(String xid, Map<String, Verdict> verdicts, Doing doing) {
        Set<String> cancelled = open.cancelled(those(verdicts, Verdict.Cancelled.class), xid, doing.reason());
        log.settled(RecoveryLog.ORDER, cancelled, xid, TRIED.name(), CANCELLED.name(), doing);
        Set<String> confirmed = open.confirmed(those(verdicts, Verdict.Confirmed.class), xid);
        log.settled(RecoveryLog.ORDER, confirmed, xid, TRIED.name(), CONFIRMED.name(), doing);
    }

    private static List<String> those(Map<String, Verdict> verdicts, Class<? extends Verdict> kind) {
        return verdicts.entrySet().stream()
                .filter(each -> kind.isInstance(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
