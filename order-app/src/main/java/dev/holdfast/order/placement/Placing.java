package dev.holdfast.order.placement;

import dev.holdfast.order.ledger.Claim;
import dev.holdfast.order.ledger.Claims;
import dev.holdfast.order.ledger.Fresh;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.order.ledger.Rejection;
import dev.holdfast.order.tcc.Ending;
import dev.holdfast.order.tcc.OrderTransaction;
import dev.holdfast.stockapi.Lines;
import dev.holdfast.stockapi.TryBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Places a batch of orders: claims their keys, runs one global transaction for all that won theirs, and answers each from
 * its own row. Whatever is thrown on the way, the row knows the outcome; an exception only thinks it does.
 */
@Component
class Placing {
    private static final Logger LOG = LoggerFactory.getLogger(Placing.class);

    private final Claims claims;
    private final Orders orders;
    private final OrderTransaction transaction;
    private final Refusals refusals;

    Placing(Claims claims, Orders orders, OrderTransaction transaction, Refusals refusals) {
        this.claims = claims;
        this.orders = orders;
        this.transaction = transaction;
        this.refusals = refusals;
    }

    /**
     * @param running whether an order is being worked on by this process
     * @return one answer for each, in the same order
     * @throws RuntimeException only if the database cannot be asked for the claims: then no transaction was begun
     */
    List<Answer> all(List<Fresh> batch, Predicate<String> running) {
        List<Claim> claimed = claims.all(batch);
        Map<String, Order> won = new LinkedHashMap<>();
        for (Claim claim : claimed) {
            if (claim instanceof Claim.Won own) {
                won.put(own.holder().orderNo(), own.holder());
            }
        }
        Map<String, Answer> placed = won.isEmpty() ? Map.of() : placed(won);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Order holder = claimed.get(i).holder();
            String fingerprint = batch.get(i).order().requestFingerprint();
            // Who repeats a key of the same batch has waited with its first: the answer is there.
            Answer firsts = holder.requestFingerprint().equals(fingerprint) ? placed.get(holder.orderNo()) : null;
            answers.add(firsts != null ? firsts : replay(holder, fingerprint, running));
        }
        return answers;
    }

    /** A replay never begins or resumes a transaction: it is told what stands. */
    private Answer replay(Order first, String fingerprint, Predicate<String> running) {
        if (!first.requestFingerprint().equals(fingerprint)) {
            return notNow(
                    OrderProblem.IDEMPOTENCY_KEY_REUSED, "this key was used for an order of other lines", first, false);
        }
        if (!first.status().isFinal() && running.test(first.orderNo())) {
            return notNow(OrderProblem.STILL_RUNNING, "the first request with this key is still running", first, true);
        }
        return answer(first);
    }

    private Map<String, Answer> placed(Map<String, Order> won) {
        Map<String, Answer> answers = new HashMap<>();
        won.forEach((orderNo, order) -> answers.put(orderNo, new Answer.Stands(order)));
        try {
            Map<String, Ending> endings = transaction.run(won.values().stream()
                    .map(order -> new TryBatch.Wanted(order.orderNo(), Lines.of(order.lines())))
                    .toList());
            Set<String> rejected = settle(endings);
            orders.refreshed(won.values())
                    .forEach((orderNo, order) -> answers.put(
                            orderNo,
                            nothingSent(endings.get(orderNo))
                                    .filter(problem -> rejected.contains(orderNo))
                                    .map(problem -> notNow(
                                            problem, "nothing is held and the key is free: try again", order, true))
                                    .orElseGet(() -> answer(order))));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("the outcome of orders {} cannot be written or read now: {}", won.keySet(), e.toString());
        }
        return answers;
    }

    /** Writes what the endings are sure of. @return the orders that are REJECTED by it */
    private Set<String> settle(Map<String, Ending> endings) {
        List<Rejection> sure = new ArrayList<>();
        endings.forEach((orderNo, ending) -> rejection(orderNo, ending).ifPresent(sure::add));
        return sure.isEmpty() ? Set.of() : orders.rejected(sure);
    }

    private Optional<Rejection> rejection(String orderNo, Ending ending) {
        Optional<OrderProblem> nothingSent = nothingSent(ending);
        if (nothingSent.isPresent()) {
            return Optional.of(
                    new Rejection(orderNo, ending.xid(), nothingSent.get().word(), null));
        }
        if (ending instanceof Ending.Refused no) {
            return Optional.of(rejection(orderNo, no.xid(), refusals.of(orderNo, no.outcome())));
        }
        // Safe whatever became of a Try that failed: nobody asks to commit an order that did not go NEW to TRIED, and
        // one
        // that did is no longer NEW, so that Seata's Cancel has the last word on it.
        return ending instanceof Ending.Failed
                ? Optional.of(rejection(orderNo, ending.xid(), refusals.ofFailure(orderNo)))
                : Optional.empty();
    }

    private Rejection rejection(String orderNo, String xid, ProblemDetail document) {
        return new Rejection(orderNo, xid, OrderProblem.wordOf(document), refusals.stored(document));
    }

    /** The problem, if no Try was sent: then the key is let go. */
    private static Optional<OrderProblem> nothingSent(Ending ending) {
        if (ending instanceof Ending.CoordinatorUnreachable) {
            return Optional.of(OrderProblem.COORDINATOR_UNREACHABLE);
        }
        return ending instanceof Ending.StockUnreachable
                ? Optional.of(OrderProblem.STOCK_UNREACHABLE)
                : Optional.empty();
    }

    private Answer answer(Order order) {
        return order.status().isRefused() ? new Answer.Refused(refusals.of(order)) : new Answer.Stands(order);
    }

    private static Answer notNow(OrderProblem problem, String detail, Order order, boolean mayRetry) {
        return new Answer.NotNow(problem.document(detail, Map.of("orderNo", order.orderNo())), mayRetry);
    }
}
