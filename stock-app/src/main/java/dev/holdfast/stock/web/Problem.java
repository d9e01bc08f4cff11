package dev.holdfast.stock.web;

import dev.holdfast.batching.TurnedAwayException;
import dev.holdfast.stockapi.StockProblem;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponseException;

/** A {@link StockProblem} as problem+json (RFC 9457). */
public final class Problem {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    private Problem() {}

    public static ErrorResponseException of(StockProblem problem, String detail) {
        return of(problem, detail, Map.of());
    }

    /** @param members what a program can use of it, beside the type */
    public static ErrorResponseException of(StockProblem problem, String detail, Map<String, ?> members) {
        return new ErrorResponseException(HttpStatus.valueOf(problem.status()), body(problem, detail, members), null);
    }

    /** What a failure says to the caller; whoever repeats the request gets the right answer later. */
    public static ProblemDetail of(Throwable failure) {
        if (isBusy(failure)) {
            LOG.warn(
                    "not done: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
            return body(
                    StockProblem.STOCK_BUSY, "rows or connections were taken for too long; nothing was done", Map.of());
        }
        // A lost connection at commit lands here too: whether it was done is not known, and asking again is safe.
        LOG.error("request failed", failure);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "the outcome is not known; the same request may be sent again");
    }

    /** Rolled back whole, never begun for want of a connection, or never taken into a queue: this is a sure no. */
    private static boolean isBusy(Throwable failure) {
        return failure instanceof PessimisticLockingFailureException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof TurnedAwayException;
    }

    static ProblemDetail body(StockProblem problem, String detail, Map<String, ?> members) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(problem.status()), detail);
        body.setType(problem.type());
        body.setTitle(problem.title());
        members.forEach(body::setProperty);
        return body;
    }
}
