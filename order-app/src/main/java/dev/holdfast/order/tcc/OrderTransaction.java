package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.Lines;
import dev.holdfast.stockapi.StockUnreachableException;
import dev.holdfast.stockapi.TryOutcome;
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

/** One Seata global transaction: both Tries of an order, stock first, so that a refusal costs one branch and not two. */
@Component
@EnableConfigurationProperties(OrderTransactionSettings.class)
public class OrderTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(OrderTransaction.class);

    private final TransactionalTemplate template = new TransactionalTemplate();
    private final StockTcc stock;
    private final OrderTcc order;
    private final TransactionInfo info;

    OrderTransaction(StockTcc stock, OrderTcc order, OrderTransactionSettings settings) {
        this.stock = stock;
        this.order = order;
        info = new TransactionInfo();
        info.setName("place-order");
        info.setTimeOut(Math.toIntExact(settings.timeout().toMillis()));
        // Never joins one that is already there: an order is a transaction of its own.
        info.setPropagation(Propagation.REQUIRES_NEW);
    }

    /** How it ended, as far as this side can know. */
    public sealed interface Ending {
        /** No Try was sent. @param xid null if not even a transaction was begun */
        record CoordinatorUnreachable(String xid) implements Ending {}

        /** No Try was sent, or stock answered that it could do nothing just now. */
        record StockUnreachable(String xid) implements Ending {}

        /** Stock said no. */
        record Refused(String xid, TryOutcome outcome) implements Ending {}

        /** A Try failed after stock may have held; commit was not asked for and never will be: Seata cancels. */
        record Failed(String xid, Throwable why) implements Ending {}

        /** Both Tries came through and commit was asked for. What came of it is in the rows, not in what Seata returned. */
        record CommitAsked(String xid) implements Ending {}
    }

    /** Begins, tries both, and commits; rolls back if a Try throws. Never throws itself. */
    public Ending run(String orderNo, Lines lines) {
        Attempt attempt = new Attempt(orderNo, lines);
        try {
            template.execute(attempt);
        } catch (Throwable seatas) {
            LOG.debug("order {} under {}", orderNo, attempt.xid, seatas);
            return attempt.ending(seatas);
        }
        return new Ending.CommitAsked(attempt.xid);
    }

    private final class Attempt implements TransactionalExecutor {
        private final String orderNo;
        private final Lines lines;
        private String xid;
        private boolean stockHolds;
        private Throwable failure;

        Attempt(String orderNo, Lines lines) {
            this.orderNo = orderNo;
            this.lines = lines;
        }

        @Override
        public TransactionInfo getTransactionInfo() {
            return info;
        }

        @Override
        public Object execute() {
            xid = RootContext.getXID();
            try {
                stock.tryReserve(null, orderNo, lines);
                stockHolds = true;
                order.tryPlace(null, orderNo);
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            }
            return null;
        }

        /** Seata's own exception says little and may hide the Try's: what was reached says it all. */
        Ending ending(Throwable seatas) {
            if (xid == null) {
                LOG.warn("no transaction could be begun for order {}: {}", orderNo, seatas.toString());
                return new Ending.CoordinatorUnreachable(null);
            }
            if (failure == null) {
                LOG.warn("commit of {} was asked for, its outcome is not known yet: {}", xid, seatas.toString());
                return new Ending.CommitAsked(xid);
            }
            if (failure instanceof StockRefusedException no) {
                return no.outcome() instanceof TryOutcome.Busy
                        ? new Ending.StockUnreachable(xid)
                        : new Ending.Refused(xid, no.outcome());
            }
            LOG.warn("order {} of {} is rolled back: {}", orderNo, xid, failure.toString());
            if (failure instanceof StockUnreachableException) {
                return new Ending.StockUnreachable(xid);
            }
            // Seata throws this when it cannot register the branch, and then does not open the door.
            return !stockHolds && failure instanceof FrameworkException
                    ? new Ending.CoordinatorUnreachable(xid)
                    : new Ending.Failed(xid, failure);
        }
    }
}
