package dev.holdfast.stock.web;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away, or cannot do its work now, from a mistake of ours, which is worth a stack trace. */
final class DatabaseOutage {
    /**
     * Errors of MySQL and MariaDB for which their drivers and Spring have no class: disk full (1021), server shutdown (1053),
     * table full (1114), read only (1290, 1836), statement or connection killed (1317, 1927).
     */
    private static final Set<Integer> ERRORS = Set.of(1021, 1053, 1114, 1290, 1317, 1836, 1927);

    private DatabaseOutage() {}

    static boolean isCauseOf(Throwable failure) {
        return anyCause(failure, DatabaseOutage::isOutage);
    }

    /** Whether there was no connection, so that no statement reached the database. */
    static boolean isNoConnection(Throwable failure) {
        return anyCause(
                failure,
                cause -> cause instanceof CannotCreateTransactionException
                        || cause instanceof CannotGetJdbcConnectionException);
    }

    private static boolean isOutage(Throwable cause) {
        return cause instanceof DataAccessResourceFailureException
                || cause instanceof TransientDataAccessException
                || cause instanceof RecoverableDataAccessException
                || cause instanceof CannotCreateTransactionException
                || cause instanceof TransactionSystemException
                || cause instanceof SQLTransientException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLException sql && isOutage(sql);
    }

    private static boolean isOutage(SQLException e) {
        return ERRORS.contains(e.getErrorCode())
                || e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    private static boolean anyCause(Throwable failure, Predicate<Throwable> is) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (is.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
