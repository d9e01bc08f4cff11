package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.StockUnreachableException;
import dev.holdfast.stockapi.TryBatch;
import dev.holdfast.stockapi.TryOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.seata.common.exception.FrameworkException;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.tm.api.TransactionalExecutor;
import org.apache.seata.tm.api.TransactionalTemplate;
import org.apache.seata.tm.api.transaction.Propagation;
import org.apache.seata.tm.api.transaction.TransactionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * One Seata global transaction for one order or for many: both Tries, stock first, so that a refusal costs one branch and
 * not two. An order that is short is left out; the others go on.
 */
@Component
@EnableConfigurationProperties(OrderTransactionSettings.class)
public class OrderTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(OrderTransaction.class);

    private final TransactionalTemplate template = new TransactionalTemplate();
    private final StockTcc stock;
    private final StockCancellations cancellations;
    private final OrderTcc order;
    private final Coordinator coordinator;
    private final TransactionInfo info;

    OrderTransaction(
            StockTcc stock,
            StockCancellations cancellations,
            OrderTcc order,
            Coordinator coordinator,
            OrderTransactionSettings settings) {
        this.stock = stock;
        this.cancellations = cancellations;
        this.order = order;
        this.coordinator = coordinator;
        info = new TransactionInfo();
        info.setName("place-orders");
        info.setTimeOut(Math.toIntExact(settings.timeout().toMillis()));
        // Never joins one that is already there: these orders are a transaction of their own.
        info.setPropagation(Propagation.REQUIRES_NEW);
    }

    /** After this Seata rolls a transaction back by itself. */
    public Duration timeout() {
        return Duration.ofMillis(info.getTimeOut());
    }

    /**
     * Begins, tries both, and commits; rolls back if a Try throws. Never throws itself.
     *
     * @param wanted the orders by their numbers, first come, first served
     * @return how it ended for each
     */
    public Map<String, Ending> run(List<TryBatch.Wanted> wanted) {
        Attempt attempt = new Attempt(wanted);
        if (coordinator.isAway()) {
            attempt.notBegun();
            return attempt.endings;
        }
        try {
            template.execute(attempt);
        } catch (Throwable seatas) {
            LOG.debug("orders {} under {}", wanted, attempt.xid, seatas);
            attempt.failed(seatas);
        }
        return attempt.endings;
    }

    private final class Attempt implements TransactionalExecutor {
        private final List<TryBatch.Wanted> wanted;
        private final Map<String, Ending> endings = new HashMap<>();
        private String xid;
        private boolean stockAnswered;
        private Throwable failure;

        Attempt(List<TryBatch.Wanted> wanted) {
            this.wanted = wanted;
        }

        @Override
        public TransactionInfo getTransactionInfo() {
            return info;
        }

        @Override
        public Object execute() {
            xid = RootContext.getXID();
            try {
                List<String> held = reserve();
                Set<String> late = order.tryPlace(null, Ids.text(held));
                held.forEach(orderNo -> endings.put(
                        orderNo,
                        late.contains(orderNo)
                                ? new Ending.Failed(xid, new IllegalStateException(orderNo + " is no longer NEW"))
                                : new Ending.CommitAsked(xid)));
                giveBackWhatIsLeftOut();
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            }
            return null;
        }

        /** @return the orders whose stock is held */
        private List<String> reserve() {
            String ids =
                    Ids.text(wanted.stream().map(TryBatch.Wanted::reservationId).toList());
            List<String> held = new ArrayList<>();
            try {
                note(stock.tryReserve(null, ids, wanted), held);
            } catch (NobodyHoldsException e) {
                note(e.answers(), held);
                throw e;
            }
            return held;
        }

        private void note(List<Answered<TryOutcome>> answers, List<String> held) {
            stockAnswered = true;
            for (int i = 0; i < answers.size(); i++) {
                String orderNo = wanted.get(i).reservationId();
                Answered<TryOutcome> answer = answers.get(i);
                if (answer.failure() != null) {
                    endings.put(orderNo, new Ending.Failed(xid, answer.failure()));
                } else if (answer.outcome() instanceof TryOutcome.Tried) {
                    held.add(orderNo);
                } else if (answer.outcome() instanceof TryOutcome.Busy) {
                    endings.put(orderNo, new Ending.StockUnreachable(xid));
                } else {
                    endings.put(orderNo, new Ending.Refused(xid, answer.outcome()));
                }
            }
        }

        /**
         * What was left out of this transaction is not cancelled by its commit. If it cannot be cancelled now, it stays
         * TRIED without an open order, and is swept later.
         */
        private void giveBackWhatIsLeftOut() {
            List<String> leftOut = endings.entrySet().stream()
                    .filter(each -> each.getValue() instanceof Ending.Failed)
                    .map(Map.Entry::getKey)
                    .toList();
            if (leftOut.isEmpty()) {
                return;
            }
            try {
                cancellations.cancel(leftOut, xid);
            } catch (RuntimeException e) {
                LOG.warn("{} left out of {} may hold stock: {}", leftOut, xid, e.toString());
            }
        }

        void notBegun() {
            wanted.forEach(each -> endings.put(each.reservationId(), new Ending.CoordinatorUnreachable(null)));
        }

        /** Seata's own exception says little and may hide the Try's: what was reached says it all. */
        void failed(Throwable seatas) {
            if (failure == null && xid != null) {
                LOG.warn("commit of {} was asked for, its outcome is not known yet: {}", xid, seatas.toString());
                return;
            }
            if (xid == null) {
                LOG.warn("no transaction could be begun: {}", seatas.toString());
            } else if (!(failure instanceof NobodyHoldsException)) {
                LOG.warn("orders of {} are rolled back: {}", xid, failure.toString());
            }
            Ending ending = ending();
            wanted.forEach(each -> endings.compute(
                    each.reservationId(),
                    (orderNo, known) -> known == null || known instanceof Ending.CommitAsked ? ending : known));
        }

        private Ending ending() {
            if (xid == null) {
                return new Ending.CoordinatorUnreachable(null);
            }
            if (failure instanceof StockUnreachableException) {
                return new Ending.StockUnreachable(xid);
            }
            // Seata throws this when it cannot register the branch, and then does not open the door.
            return !stockAnswered && failure instanceof FrameworkException
                    ? new Ending.CoordinatorUnreachable(xid)
                    : new Ending.Failed(xid, failure);
        }
    }
}
