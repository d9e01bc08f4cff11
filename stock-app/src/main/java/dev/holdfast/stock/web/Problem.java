package dev.holdfast.stock.web;

import dev.holdfast.stockapi.StockProblem;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A {@link StockProblem} as problem+json (RFC 9457). */
public final class Problem {
    private Problem() {}

    public static ErrorResponseException of(StockProblem problem, String detail) {
        return of(problem, detail, Map.of());
    }

    /** @param members what a program can use of it, beside the type */
    public static ErrorResponseException of(StockProblem problem, String detail, Map<String, ?> members) {
        return new ErrorResponseException(HttpStatus.valueOf(problem.status()), body(problem, detail, members), null);
    }

    static ProblemDetail body(StockProblem problem, String detail, Map<String, ?> members) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(problem.status()), detail);
        body.setType(problem.type());
        body.setTitle(problem.title());
        members.forEach(body::setProperty);
        return body;
    }
}
