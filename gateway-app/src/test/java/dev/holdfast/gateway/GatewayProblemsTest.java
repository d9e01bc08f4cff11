package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/** An app that never answers, and a pool of one connection to it. */
class GatewayProblemsTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private DisposableServer app;

    @BeforeEach
    void start() {
        app = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    asked.countDown();
                    return Mono.never();
                })
                .bindNow();
    }

    @AfterEach
    void stop() {
        app.disposeNow();
    }

    private static MockServerHttpResponse told(Throwable thrown) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/orders"));
        new GatewayProblems(Jackson2ObjectMapperBuilder.json().build())
                .handle(exchange, thrown)
                .block();
        return exchange.getResponse();
    }

    /** What comes of a request while another has the only connection. */
    private Throwable second(ConnectionProvider.Builder pool) throws InterruptedException {
        ConnectionProvider one = pool.maxConnections(1).build();
        HttpClient client = HttpClient.create(one).host("127.0.0.1").port(app.port());
        var first = client.get().uri("/").response().subscribe();
        asked.await();
        try {
            // Others wait as long as they may; each is told, or the last one at once.
            return client.get()
                    .uri("/")
                    .response()
                    .mergeWith(client.get().uri("/").response())
                    .then(Mono.<Throwable>empty())
                    .onErrorResume(Mono::just)
                    .block();
        } finally {
            first.dispose();
            one.dispose();
        }
    }

    private static void assertNothingWasSent(Throwable thrown) {
        assertThat(thrown).isNotNull();
        MockServerHttpResponse told = told(thrown);
        assertThat(told.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(told.getHeaders().getFirst("Retry-After")).isNotNull();
        assertThat(told.getHeaders().getContentType()).hasToString("application/problem+json");
        assertThat(told.getBodyAsString().block()).contains("nothing was sent, and the Idempotency-Key is free");
    }

    @Test
    void who_gets_no_connection_in_time_hears_that_nothing_was_sent() throws InterruptedException {
        Throwable thrown = second(ConnectionProvider.builder("short").pendingAcquireTimeout(Duration.ofMillis(50)));
        assertNothingWasSent(thrown);
        // As the gateway's routing filter wraps it, since it is a timeout.
        assertNothingWasSent(new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, thrown.getMessage(), thrown));
    }

    @Test
    void who_may_not_even_wait_for_one_hears_the_same() throws InterruptedException {
        assertNothingWasSent(second(ConnectionProvider.builder("narrow")
                .pendingAcquireMaxCount(1)
                .pendingAcquireTimeout(Duration.ofMinutes(5))));
    }

    @Test
    void an_answer_that_is_late_is_another_thing() {
        MockServerHttpResponse told =
                told(new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, "late", new TimeoutException("late")));
        assertThat(told.getStatusCode()).isEqualTo(HttpStatus.GATEWAY_TIMEOUT);
        assertThat(told.getBodyAsString().block()).contains("the outcome is not known");
    }
}
