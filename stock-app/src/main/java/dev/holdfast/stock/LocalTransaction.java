package dev.holdfast.stock;

import java.sql.SQLException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One local transaction at READ COMMITTED, begun again if the database made it the victim of a deadlock, or if somebody
 * else inserted first what it had looked for and not found. Under REPEATABLE READ an empty rollback and a late Try of
 * the same id deadlock on a gap; here they meet on the row.
 */
@Component
public class LocalTransaction {
    /** MySQL's and MariaDB's error for the victim of a deadlock: all of it was rolled back, all of it may be done again. */
    private static final int DEADLOCK = 1213;

    private static final int MOST_ATTEMPTS = 10;

    private final TransactionTemplate transaction;
    private final RetryTemplate again;

    LocalTransaction(PlatformTransactionManager transactions) {
        transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        again = RetryTemplate.builder()
                .maxAttempts(MOST_ATTEMPTS)
                .uniformRandomBackoff(1, 50)
                .retryOn(thrown -> thrown instanceof DuplicateKeyException || isDeadlock(thrown))
                .build();
    }

    /** What is done, and what comes of it. */
    @FunctionalInterface
    public interface Work<T> {
        T in(TransactionStatus status);
    }

    /** Does {@code work} and commits, unless it throws or marks the status for rollback. It may be done more than once. */
    public <T> T run(Work<T> work) {
        return again.execute(attempt -> transaction.execute(work::in));
    }

    private static boolean isDeadlock(Throwable thrown) {
        return NestedExceptionUtils.getRootCause(thrown) instanceof SQLException sql && sql.getErrorCode() == DEADLOCK;
    }
}
