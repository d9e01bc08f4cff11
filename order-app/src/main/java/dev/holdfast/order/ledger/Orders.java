package dev.holdfast.order.ledger;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.stockapi.Line;
import dev.holdfast.tcc.Refusal;
import dev.holdfast.tcc.TccVerb;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The order rows. Terminal states never change; every move is a guarded update, and its count is answered. */
@Service
public class Orders {
    private final OrderMapper orders;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Orders(OrderMapper orders, PlatformTransactionManager transactions, Clock clock) {
        this.orders = orders;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    public Optional<Order> find(String orderNo) {
        return orders.find(List.of(orderNo)).stream().findFirst().map(row -> order(row, orders.lines(row.orderNo())));
    }

    /** These orders as their rows are now; their lines never change. */
    public Map<String, Order> refreshed(Collection<Order> known) {
        Map<String, Order> before = known.stream().collect(toMap(Order::orderNo, order -> order));
        return orders.find(before.keySet()).stream()
                .map(row -> order(row, before.get(row.orderNo()).lines()))
                .collect(toMap(Order::orderNo, order -> order));
    }

    /**
     * NEW to TRIED: from here on only Confirm and Cancel of {@code xid} move them.
     *
     * @return those that did not move, and why
     */
    public Map<String, Refusal> tried(Collection<String> orderNos, String xid) {
        return refusals(orders.moveToTried(orderNos, xid, clock.instant()), orderNos, TccVerb.TRY, xid);
    }

    /** Of these, the ones that a Confirm of {@code xid} is about: never all that were registered, never all of the xid. */
    public List<String> triedUnder(String xid, Collection<String> orderNos) {
        return orders.triedUnder(orderNos, xid);
    }

    /**
     * TRIED to CONFIRMED. Only with stock's yes to the Confirm of the same xid.
     *
     * @return those that did not move, and why
     */
    public Map<String, Refusal> confirmed(Collection<String> orderNos, String xid) {
        return refusals(orders.moveToConfirmed(orderNos, xid, clock.instant()), orderNos, TccVerb.CONFIRM, xid);
    }

    /** Of these, the ones for which stock holds something under {@code xid}, as far as this side knows. */
    public List<String> heldUnder(String xid, Collection<String> orderNos) {
        return orders.heldUnder(orderNos, xid);
    }

    /**
     * To CANCELLED.
     *
     * @param givenBack NEW or TRIED; only with stock's answer that nothing is held for them under {@code xid}
     * @param neverTried only if they are NEW
     * @return those that did not move, and why
     */
    public Map<String, Refusal> cancelled(
            Collection<String> givenBack, Collection<String> neverTried, String xid, String reason) {
        Map<String, Refusal> refusals = new HashMap<>();
        if (!givenBack.isEmpty()) {
            int moved = orders.moveToCancelled(givenBack, xid, reason, clock.instant());
            refusals.putAll(refusals(moved, givenBack, TccVerb.CANCEL, xid));
        }
        if (!neverTried.isEmpty()) {
            int moved = orders.moveNewToCancelled(neverTried, xid, reason, clock.instant());
            refusals.putAll(refusals(moved, neverTried, TccVerb.CANCEL, xid));
        }
        return refusals;
    }

    /**
     * NEW to REJECTED, keeping what the buyer is told, or letting the key go.
     *
     * @return those that were still NEW; the rows of the others have the answer
     */
    public Set<String> rejected(Collection<Rejection> rejections) {
        return transaction.execute(status -> rejections.stream()
                .filter(this::rejected)
                .map(Rejection::orderNo)
                .collect(Collectors.toSet()));
    }

    private boolean rejected(Rejection no) {
        int rows = no.refusal() == null
                ? orders.letGo(no.orderNo(), no.xid(), no.reason(), clock.instant())
                : orders.moveToRejected(no.orderNo(), no.xid(), no.reason(), no.refusal(), clock.instant());
        return atMost(1, rows, no.orderNo()) == 1;
    }

    /** Why the guard let some not through, in the words of the table; a row that is there already is no refusal. */
    private Map<String, Refusal> refusals(int moved, Collection<String> orderNos, TccVerb verb, String xid) {
        Map<String, Refusal> refusals = new HashMap<>();
        if (atMost(orderNos.size(), moved, orderNos) < orderNos.size()) {
            Map<String, OrderMapper.Row> rows =
                    orders.find(orderNos).stream().collect(toMap(OrderMapper.Row::orderNo, row -> row));
            orderNos.forEach(orderNo ->
                    refusal(orderNo, rows.get(orderNo), verb, xid).ifPresent(reason -> refusals.put(orderNo, reason)));
        }
        return refusals;
    }

    private static Optional<Refusal> refusal(String orderNo, OrderMapper.Row row, TccVerb verb, String xid) {
        if (row == null) {
            throw new IllegalStateException("order " + orderNo + " has no row, though it was claimed");
        }
        if (row.xid() != null && !row.xid().equals(xid)) {
            return Optional.of(Refusal.ID_REUSED);
        }
        return verb.on(row.status().tcc())
                .answer(
                        move -> {
                            // It changed between the update and the read: whoever asked may ask again.
                            throw new IllegalStateException(
                                    "order " + orderNo + " is " + row.status() + " and did not move on " + verb);
                        },
                        echo -> Optional.empty(),
                        no -> Optional.of(no.reason()));
    }

    private static int atMost(int most, int rows, Object of) {
        if (rows > most) {
            throw new IllegalStateException(rows + " rows of " + of + " moved; an order's number is a primary key");
        }
        return rows;
    }

    static Order order(OrderMapper.Row row, List<Line> lines) {
        return new Order(
                row.orderNo(),
                row.buyerId(),
                row.requestFingerprint(),
                row.xid(),
                row.status(),
                row.reason(),
                row.refusal(),
                row.createdAt(),
                row.updatedAt(),
                lines);
    }
}
