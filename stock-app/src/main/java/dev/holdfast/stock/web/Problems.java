package dev.holdfast.stock.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.StockProblem;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error leaves as problem+json; no stack trace ever does. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler(InvalidRequestException.class)
    ProblemDetail invalid(InvalidRequestException e) {
        return invalid(e.getMessage());
    }

    /** Nothing can have been done by a read. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> unavailable(RuntimeException e, HttpMethod method) {
        if (method != HttpMethod.GET) {
            return failed(e);
        }
        return response(Problem.body(StockProblem.STOCK_BUSY, Problem.unread(e), Map.of()));
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> failed(Exception e) {
        return response(Problem.of(e));
    }

    /** No answer within spring.mvc.async.request-timeout: it is not a sure no, so it is not {@code stock-busy}. */
    @Override
    protected ResponseEntity<Object> handleAsyncRequestTimeoutException(
            AsyncRequestTimeoutException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        LOG.warn("not answered in time: {}", request.getDescription(false));
        ResponseEntity<ProblemDetail> again = response(Problem.body(
                StockProblem.OUTCOME_UNKNOWN,
                "the outcome is not known; the same request may be sent again",
                Map.of()));
        return ResponseEntity.status(again.getStatusCode())
                .headers(again.getHeaders())
                .body(again.getBody());
    }

    private static ResponseEntity<ProblemDetail> response(ProblemDetail problem) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(problem.getStatus());
        return (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()
                        ? response.header(HttpHeaders.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS)
                        : response)
                .body(problem);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(e);
        return root instanceof ResponseStatusException refused
                ? handleExceptionInternal(refused, refused.getBody(), headers, refused.getStatusCode(), request)
                : ResponseEntity.badRequest().body(invalid(reason(root)));
    }

    @Override
    protected ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return ResponseEntity.badRequest().body(invalid(e.getPropertyName() + " cannot be '" + e.getValue() + "'"));
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.value() == HttpStatus.BAD_REQUEST.value() && e instanceof ErrorResponse known) {
            return ResponseEntity.badRequest()
                    .headers(headers)
                    .body(invalid(known.getBody().getDetail()));
        }
        return super.handleExceptionInternal(e, body, headers, status, request);
    }

    /** Names the member at fault, and nothing of our classes. */
    private static String reason(Throwable root) {
        if (root instanceof InvalidRequestException invalid) {
            return invalid.getMessage();
        }
        if (root instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String path = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            return path.replaceFirst("^\\.", "") + " is missing or not of the kind that is expected";
        }
        return "the body is not the JSON that is expected here";
    }

    private static ProblemDetail invalid(String detail) {
        return Problem.body(StockProblem.INVALID_REQUEST, detail, Map.of());
    }
}
