package dev.holdfast.order.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders whose outcome is open: finds them, and moves those whose transaction Seata has done with. */
@Service
public class OpenOrders {
    private final OrderMapper orders;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OpenOrders(OrderMapper orders, PlatformTransactionManager transactions, Clock clock) {
        this.orders = orders;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** NEW for at least {@code age} by the clock of the database, oldest first, behind (afterTime, afterNo). */
    public List<OpenOrder> neverTried(Duration age, Instant afterTime, String afterNo, int limit) {
        return orders.open(EnumSet.of(OrderStatus.NEW), age.toSeconds(), afterTime, afterNo, limit);
    }

    /** TRIED for at least {@code age}, likewise. */
    public List<OpenOrder> tried(Duration age, Instant afterTime, String afterNo, int limit) {
        return orders.open(EnumSet.of(OrderStatus.TRIED), age.toSeconds(), afterTime, afterNo, limit);
    }

    /** NEW or TRIED for at least {@code age}, likewise. */
    public List<OpenOrder> all(Duration age, Instant afterTime, String afterNo, int limit) {
        return orders.open(EnumSet.of(OrderStatus.NEW, OrderStatus.TRIED), age.toSeconds(), afterTime, afterNo, limit);
    }

    /** TRIED under {@code xid} to CANCELLED. Only with stock's answer that it is cancelled. @return those that moved */
    public Set<String> cancelled(Collection<String> orderNos, String xid, String reason) {
        return moved(orderNos, orderNo -> orders.moveTriedToCancelled(orderNo, xid, reason, clock.instant()));
    }

    /** TRIED under {@code xid} to CONFIRMED. Only with stock's answer that it is confirmed. @return those that moved */
    public Set<String> confirmed(Collection<String> orderNos, String xid) {
        return moved(orderNos, orderNo -> orders.moveToConfirmed(List.of(orderNo), xid, clock.instant()));
    }

    /** Locks the row until the transaction ends. @return false if it is not TRIED under {@code xid} */
    public boolean lockTried(String orderNo, String xid) {
        return orders.lockTried(orderNo, xid) != null;
    }

    private interface Move {
        int of(String orderNo);
    }

    /** One by one, since whoever moved them has to be known; all in one transaction, in the order in which rows are locked. */
    private Set<String> moved(Collection<String> orderNos, Move move) {
        return orderNos.isEmpty()
                ? Set.of()
                : transaction.execute(status -> new TreeSet<>(orderNos)
                        .stream().filter(orderNo -> move.of(orderNo) == 1).collect(Collectors.toSet()));
    }
}
