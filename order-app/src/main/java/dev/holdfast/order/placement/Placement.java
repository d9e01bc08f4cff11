package dev.holdfast.order.placement;

import dev.holdfast.order.ledger.Claim;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.OrderNumbers;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.order.tcc.OrderTransaction;
import dev.holdfast.order.tcc.OrderTransaction.Ending;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Places one order: claims the key, runs the global transaction, and answers from the order's own row. Whatever is
 * thrown on the way, the row knows the outcome; an exception only thinks it does.
 */
@Service
class Placement {
    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

    private final Orders orders;
    private final OrderNumbers numbers;
    private final OrderTransaction transaction;
    private final Refusals refusals;
    private final Clock clock;

    /** Orders this process is working on: a replay that meets one is told so, and not to poll. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    Placement(Orders orders, OrderNumbers numbers, OrderTransaction transaction, Refusals refusals, Clock clock) {
        this.orders = orders;
        this.numbers = numbers;
        this.transaction = transaction;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** @throws RuntimeException only if the database cannot be asked for the claim: then no transaction was begun */
    Answer place(PlaceOrder wish, IdempotencyKey key) {
        Order fresh = fresh(wish);
        running.add(fresh.orderNo());
        try {
            Claim claim = orders.claim(fresh, key.value());
            return claim instanceof Claim.Lost lost
                    ? replay(lost.first(), fresh.requestFingerprint())
                    : placed(fresh, wish);
        } finally {
            running.remove(fresh.orderNo());
        }
    }

    private Order fresh(PlaceOrder wish) {
        // To the millisecond, as the column keeps it: the first answer and its replay show the same time.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Order(
                numbers.next(),
                wish.buyerId(),
                wish.fingerprint(),
                null,
                OrderStatus.NEW,
                null,
                null,
                now,
                now,
                wish.lines().asList());
    }

    /** A replay never begins or resumes a transaction: it is told what stands. */
    private Answer replay(Order first, String fingerprint) {
        if (!first.requestFingerprint().equals(fingerprint)) {
            return notNow(
                    OrderProblem.IDEMPOTENCY_KEY_REUSED, "this key was used for an order of other lines", first, false);
        }
        if (!first.status().isFinal() && running.contains(first.orderNo())) {
            return notNow(OrderProblem.STILL_RUNNING, "the first request with this key is still running", first, true);
        }
        return answer(first);
    }

    private Answer placed(Order order, PlaceOrder wish) {
        try {
            Ending ending = transaction.run(order.orderNo(), wish.lines());
            Optional<OrderProblem> nothingSent = settle(order, ending);
            return nothingSent
                    .map(problem -> notNow(problem, "nothing is held and the key is free: try again", order, true))
                    .orElseGet(() -> answer(orders.find(order.orderNo()).orElse(order)));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("the outcome of order {} cannot be written or read now: {}", order.orderNo(), e.toString());
            return new Answer.Stands(order);
        }
    }

    /** Writes what the ending is sure of. @return the problem if nothing was sent and the key is free again */
    private Optional<OrderProblem> settle(Order order, Ending ending) {
        if (ending instanceof Ending.CoordinatorUnreachable gone) {
            return letGo(order, gone.xid(), OrderProblem.COORDINATOR_UNREACHABLE);
        }
        if (ending instanceof Ending.StockUnreachable gone) {
            return letGo(order, gone.xid(), OrderProblem.STOCK_UNREACHABLE);
        }
        if (ending instanceof Ending.Refused no) {
            reject(order, no.xid(), refusals.of(order.orderNo(), no.outcome()));
        }
        if (ending instanceof Ending.Failed failed) {
            // Safe whatever became of the Try: nobody asks to commit an order that did not go NEW to TRIED, and one
            // that did is no longer NEW, so that Seata's Cancel has the last word on it.
            reject(order, failed.xid(), refusals.ofFailure(order.orderNo()));
        }
        return Optional.empty();
    }

    private Optional<OrderProblem> letGo(Order order, String xid, OrderProblem problem) {
        return orders.letGo(order.orderNo(), xid, problem.word()) ? Optional.of(problem) : Optional.empty();
    }

    private void reject(Order order, String xid, ProblemDetail document) {
        orders.rejected(order.orderNo(), xid, OrderProblem.wordOf(document), refusals.stored(document));
    }

    private Answer answer(Order order) {
        return order.status().isRefused() ? new Answer.Refused(refusals.of(order)) : new Answer.Stands(order);
    }

    private static Answer notNow(OrderProblem problem, String detail, Order order, boolean mayRetry) {
        return new Answer.NotNow(problem.document(detail, Map.of("orderNo", order.orderNo())), mayRetry);
    }
}
