package dev.holdfast.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** The gateway's own errors as problem+json; it stands before Boot's handler, which would answer in its own format. */
@Component
@Order(-2)
class GatewayProblems implements WebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProblems.class);
    private static final String SECONDS_TO_RETRY = "2";
    private static final String UNKNOWN_OUTCOME =
            "the outcome is not known; send the same request again, with the same Idempotency-Key";

    private final ObjectMapper json;

    GatewayProblems(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(thrown);
        }
        ProblemDetail problem = problem(thrown);
        problem.setInstance(URI.create(exchange.getRequest().getURI().getRawPath()));
        HttpStatusCode status = HttpStatusCode.valueOf(problem.getStatus());
        if (status.is5xxServerError()) {
            // A client that goes in the middle of its request is no trouble of ours, and could fill the log.
            LOG.atLevel(thrown instanceof AbortedException ? Level.DEBUG : Level.WARN)
                    .log(
                            "{} {} ends in {}: {}",
                            exchange.getRequest().getMethod(),
                            problem.getInstance(),
                            status,
                            thrown.toString());
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY);
        }
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (FrontDoor.mayHaveBody(exchange.getRequest())) {
            // A body that nobody takes may leave its connection unread for ever, and the next request on it would hang.
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        return response.writeWith(
                Mono.fromCallable(() -> response.bufferFactory().wrap(bytes(problem))));
    }

    private static ProblemDetail problem(Throwable thrown) {
        if (hadNoConnection(thrown) || hadNoConnection(thrown.getCause())) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "every connection to the service is taken; nothing was sent, and the Idempotency-Key is free");
        }
        if (thrown instanceof ErrorResponse known) {
            return known(known);
        }
        if (NextInstance.wasNeverSent(thrown)) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.SERVICE_UNAVAILABLE, "the service cannot be reached; nothing was done");
        }
        if (thrown instanceof IOException) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, UNKNOWN_OUTCOME);
        }
        return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, UNKNOWN_OUTCOME);
    }

    /** The pool gave none in time, which Spring takes for an answer that is late, or too many wait for one already. */
    private static boolean hadNoConnection(Throwable thrown) {
        return thrown instanceof PoolAcquireTimeoutException || thrown instanceof PoolAcquirePendingLimitException;
    }

    private static ProblemDetail known(ErrorResponse known) {
        HttpStatusCode status = known.getStatusCode();
        if (status.value() == HttpStatus.NOT_FOUND.value()) {
            return ProblemDetail.forStatusAndDetail(status, "no such resource");
        }
        if (status.value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            return ProblemDetail.forStatusAndDetail(status, "no instance of the service is known; nothing was done");
        }
        return status.is5xxServerError()
                ? ProblemDetail.forStatusAndDetail(status, UNKNOWN_OUTCOME)
                : ProblemDetail.forStatusAndDetail(status, known.getBody().getDetail());
    }

    private byte[] bytes(ProblemDetail problem) throws JsonProcessingException {
        return json.writeValueAsBytes(problem);
    }
}
