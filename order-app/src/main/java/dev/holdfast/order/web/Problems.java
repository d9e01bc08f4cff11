package dev.holdfast.order.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.holdfast.batching.TurnedAwayException;
import dev.holdfast.stockapi.InvalidRequestException;
import java.net.URI;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
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

    /** The claim could not be written, or not be seen written; either way the same key gets the right answer later. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> unavailable(RuntimeException e) {
        LOG.warn("orders cannot be read or written: {}", e.toString());
        return askAgain();
    }

    private static ResponseEntity<ProblemDetail> askAgain() {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "orders-unavailable",
                        "Orders are unavailable",
                        "send the same request again, with the same key"));
    }

    /** No answer within spring.mvc.async.request-timeout: it may be on its way still, or its key be free. */
    @Override
    protected ResponseEntity<Object> handleAsyncRequestTimeoutException(
            AsyncRequestTimeoutException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        LOG.warn("an order was not answered in time: {}", request.getDescription(false));
        ResponseEntity<ProblemDetail> again = askAgain();
        return ResponseEntity.status(again.getStatusCode())
                .headers(again.getHeaders())
                .body(again.getBody());
    }

    /** Never taken into the queue: nothing was done, and the key is free. */
    @ExceptionHandler(TurnedAwayException.class)
    ResponseEntity<ProblemDetail> tooMany(TurnedAwayException e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "too-many-orders",
                        "Too many orders at once",
                        "nothing was done and the key is free: try again"));
    }

    @ExceptionHandler(Exception.class)
    ProblemDetail unexpected(Exception e) {
        LOG.error("request failed", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "the outcome is not known; send the same request again, with the same key");
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
        return problem(HttpStatus.BAD_REQUEST, "invalid-request", "Invalid request", detail);
    }

    private static ProblemDetail problem(HttpStatus status, String word, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:holdfast:" + word));
        problem.setTitle(title);
        return problem;
    }
}
