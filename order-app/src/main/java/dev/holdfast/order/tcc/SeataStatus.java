package dev.holdfast.order.tcc;

import java.util.EnumSet;
import java.util.Set;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.TransactionManagerHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks Seata how far it is with a global transaction. */
@Component
public class SeataStatus {
    private static final Logger LOG = LoggerFactory.getLogger(SeataStatus.class);

    /**
     * After these Seata never calls a door again. All others count as unfinished, also what a person has stopped, and what a
     * server says (UnKnown) that cannot read its store.
     */
    private static final Set<GlobalStatus> OVER = EnumSet.of(
            GlobalStatus.Committed,
            GlobalStatus.CommitFailed,
            GlobalStatus.CommitRetryTimeout,
            GlobalStatus.Rollbacked,
            GlobalStatus.RollbackFailed,
            GlobalStatus.RollbackRetryTimeout,
            GlobalStatus.TimeoutRollbacked,
            GlobalStatus.TimeoutRollbackFailed,
            GlobalStatus.Finished);

    /**
     * What Seata said of a transaction. It says Finished of one that it does not know; that it is over proves nothing about
     * its outcome.
     *
     * @param status Seata's word; null if it did not answer
     * @param over false while Seata may still call a door, and if it did not answer
     */
    public record Said(String status, boolean over) {
        public static final Said NOTHING = new Said(null, false);

        public boolean answered() {
            return status != null;
        }
    }

    /** Never throws: no answer is {@link Said#NOTHING}. */
    public Said of(String xid) {
        try {
            return said(TransactionManagerHolder.get().getStatus(xid));
        } catch (TransactionException | RuntimeException e) {
            LOG.debug("Seata does not say how {} is", xid, e);
            return Said.NOTHING;
        }
    }

    static Said said(GlobalStatus status) {
        return status == null ? Said.NOTHING : new Said(status.name(), OVER.contains(status));
    }
}
