package dev.holdfast.stock.web;

import dev.holdfast.batching.TurnedAwayException;
import dev.holdfast.stockapi.StockProblem;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;

/** A {@link StockProblem} as problem+json (RFC 9457). */
public final class Problem {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final FailureLog FAILURES = new FailureLog(LOG, System::nanoTime);

    static final String RETRY_AFTER_SECONDS = "1";

    private Problem() {}

    public static ErrorResponseException of(StockProblem problem, String detail) {
        return of(problem, detail, Map.of());
    }

    /** @param members what a program can use of it, beside the type */
    public static ErrorResponseException of(StockProblem problem, String detail, Map<String, ?> members) {
        ErrorResponseException error =
                new ErrorResponseException(HttpStatus.valueOf(problem.status()), body(problem, detail, members), null);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            error.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return error;
    }

    /** What a failure says to the caller; whoever repeats the request gets the right answer later. */
    public static ProblemDetail of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (isNothingDone(cause)) {
            FAILURES.warn(
                    DatabaseOutage.isNoConnection(cause)
                            ? "not done for want of a database connection"
                            : "not done since rows are locked or queues full",
                    cause);
            return body(
                    StockProblem.STOCK_BUSY, "rows or connections were taken for too long; nothing was done", Map.of());
        }
        if (DatabaseOutage.isCauseOf(cause)) {
            // A connection that was lost at commit lands here too, so nobody may be told that nothing was done.
            FAILURES.warn("the database does not answer, outcomes are not known", cause);
            return body(
                    StockProblem.OUTCOME_UNKNOWN,
                    "the database did not answer, so whether this was done is not known; the same request may be sent again",
                    Map.of());
        }
        LOG.error("request failed", failure);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "the outcome is not known; the same request may be sent again");
    }

    /** The answer of a read: one that fails for want of the database has changed nothing, also if it came as a POST. */
    public static <T> T ofRead(Supplier<T> read) {
        try {
            return read.get();
        } catch (DataAccessException | TransactionException e) {
            throw of(StockProblem.STOCK_BUSY, unread(e), Map.of());
        }
    }

    /** Logs that a read failed. @return the detail of the problem */
    static String unread(RuntimeException failure) {
        if (DatabaseOutage.isCauseOf(failure)) {
            FAILURES.warn("stock cannot be read", failure);
        } else {
            LOG.error("stock cannot be read", failure);
        }
        return "stock cannot be read now: try again";
    }

    /** Rolled back whole, never begun for want of a connection, or never taken into a queue: this is a sure no. */
    public static boolean isNothingDone(Throwable failure) {
        return failure instanceof PessimisticLockingFailureException
                || failure instanceof TurnedAwayException
                || DatabaseOutage.isNoConnection(failure);
    }

    static ProblemDetail body(StockProblem problem, String detail, Map<String, ?> members) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(problem.status()), detail);
        body.setType(problem.type());
        body.setTitle(problem.title());
        members.forEach(body::setProperty);
        return body;
    }
}
