package dev.holdfast.stock;

import dev.holdfast.lifecycle.PeriodicJob;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.ibatis.executor.statement.StatementHandler;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Intercepts;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.plugin.Signature;
import org.apache.ibatis.session.ResultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Bounds how long the statements of a thread may wait for row locks, in milliseconds: innodb_lock_wait_timeout counts whole
 * seconds, and MySQL has no WAIT n. A statement that takes longer is cancelled (KILL QUERY) and fails as if the engine's own
 * lock wait timeout had ended it. Only the statement is undone by that; the caller must roll the transaction back.
 */
@Component
@Intercepts({
    @Signature(type = StatementHandler.class, method = "update", args = Statement.class),
    @Signature(
            type = StatementHandler.class,
            method = "query",
            args = {Statement.class, ResultHandler.class})
})
public class LockWait implements Interceptor, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(LockWait.class);

    /** MySQL's and MariaDB's errors: a row lock was waited for in vain; a statement was cancelled. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private static final int QUERY_INTERRUPTED = 1317;

    /** So exact is the bound. */
    private static final Duration TICK = Duration.ofMillis(20);

    /** A cancel takes a connection of its own, for which the driver's time limits hold. */
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(15);

    private final ThreadLocal<Duration> bound = new ThreadLocal<>();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final PeriodicJob clock = new PeriodicJob("lock-wait", TICK, this::cancelOverdue);
    private final ExecutorService cancels = Executors.newCachedThreadPool(task -> daemon(task, "lock-wait-cancel"));

    LockWait() {
        clock.start(TICK);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs {@code work}; each of its statements waits no longer than this. */
    public <T> T atMost(Duration longest, Supplier<T> work) {
        Duration before = bound.get();
        bound.set(longest);
        try {
            return work.get();
        } finally {
            bound.set(before);
        }
    }

    /** True if a row lock was waited for in vain, for as long as {@link #atMost} or the engine allows. */
    public static boolean isOver(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == LOCK_WAIT_TIMEOUT) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Object intercept(Invocation invocation) throws Throwable {
        Duration longest = bound.get();
        if (longest == null) {
            return invocation.proceed();
        }
        Running statement = new Running((Statement) invocation.getArgs()[0], System.nanoTime() + longest.toNanos());
        running.add(statement);
        try {
            return invocation.proceed();
        } catch (InvocationTargetException e) {
            Throwable failure = e.getTargetException();
            throw isInterrupted(failure) && statement.isCancelled()
                    ? new SQLException("no row lock within " + longest.toMillis() + " ms", "HY000", LOCK_WAIT_TIMEOUT)
                    : failure;
        } finally {
            running.remove(statement);
            statement.finish();
        }
    }

    private static boolean isInterrupted(Throwable failure) {
        return failure instanceof SQLException sql
                && (sql.getErrorCode() == QUERY_INTERRUPTED || "70100".equals(sql.getSQLState()));
    }

    /** If it fails the engine's own lock wait timeout is still there, and the next run comes. */
    private void cancelOverdue() {
        long now = System.nanoTime();
        for (Running statement : running) {
            if (now - statement.end >= 0 && statement.beginCancel()) {
                cancels.execute(statement::cancel);
            }
        }
    }

    @Override
    public void destroy() {
        clock.stop();
        cancels.shutdown();
    }

    private static final class Running {
        private final Statement statement;
        private final long end;
        private boolean finished;
        private CompletableFuture<Void> cancelled;

        Running(Statement statement, long end) {
            this.statement = statement;
            this.end = end;
        }

        /** @return true once, and not after the statement has finished: then it is to be cancelled */
        synchronized boolean beginCancel() {
            if (finished || cancelled != null) {
                return false;
            }
            cancelled = new CompletableFuture<>();
            return true;
        }

        synchronized boolean isCancelled() {
            return cancelled != null;
        }

        void cancel() {
            try {
                statement.cancel();
            } catch (SQLException | RuntimeException e) {
                LOG.warn("a statement that waits for a row lock cannot be cancelled: {}", e.toString());
            } finally {
                cancelled.complete(null);
            }
        }

        /** Returns when no cancel is on its way any more: it would hit whatever the connection does next. */
        void finish() throws SQLException {
            synchronized (this) {
                finished = true;
                if (cancelled == null) {
                    return;
                }
            }
            Connection connection = statement.getConnection();
            try {
                cancelled.get(LONGEST_CANCEL.toMillis(), TimeUnit.MILLISECONDS);
                takeUpLateCancel(connection);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                connection.abort(Runnable::run);
                throw new SQLNonTransientConnectionException("a cancel may still be on its way", "08S01", e);
            }
        }

        /** A cancel that came when the statement was over is taken by the next one, on some engines: by this one. */
        private static void takeUpLateCancel(Connection connection) throws SQLException {
            try (Statement nothing = connection.createStatement()) {
                nothing.execute("DO 0");
            } catch (SQLException e) {
                if (!isInterrupted(e)) {
                    throw e;
                }
            }
        }
    }
}
