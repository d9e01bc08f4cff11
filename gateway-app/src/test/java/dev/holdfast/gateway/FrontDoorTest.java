package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

class FrontDoorTest {
    private final FrontDoor door = new FrontDoor(new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("holdfast.gateway", GatewayLimits.class));

    @ParameterizedTest
    @ValueSource(strings = {"/", "/orders", "/orders/", "/orders/01JD3ZK8", "/stock/1001", "/a/b.c/~d", "/.a/..b/c.."})
    void plain_paths_go_on(String path) {
        assertThat(statusOf(MockServerHttpRequest.method(HttpMethod.GET, URI.create(path))))
                .isEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stock/../tcc/reservations", "/stock/%2e%2e/tcc", "/stock/..%2ftcc", "/orders/..;/actuator",
                        "//tcc/reservations",
                "/orders//x", "/stock/1001;a=b", "/stock/./1001", "/orders/%00", "/orders/.."
            })
    void a_path_that_two_servers_could_read_differently_is_none(String path) {
        assertThat(statusOf(MockServerHttpRequest.method(HttpMethod.GET, URI.create("http://h" + path))))
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void a_path_may_have_many_segments_but_not_many_characters() {
        assertThat(statusOf(MockServerHttpRequest.get("/a".repeat(1024)))).isEqualTo(HttpStatus.OK);
        assertThat(statusOf(MockServerHttpRequest.get("/a".repeat(1025)))).isEqualTo(HttpStatus.URI_TOO_LONG);
        assertThat(statusOf(MockServerHttpRequest.get("/a?" + "b".repeat(2046))))
                .isEqualTo(HttpStatus.OK);
        assertThat(statusOf(MockServerHttpRequest.get("/a?" + "b".repeat(2047))))
                .isEqualTo(HttpStatus.URI_TOO_LONG);
        assertThat(statusOf(MockServerHttpRequest.get("/a".repeat(20_000)))).isEqualTo(HttpStatus.URI_TOO_LONG);
    }

    @Test
    void headers_and_bodies_have_a_limit() {
        assertThat(statusOf(MockServerHttpRequest.get("/orders").header("x", "a".repeat(8192))))
                .isEqualTo(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
        assertThat(statusOf(MockServerHttpRequest.get("/orders").header("x", "a".repeat(8000))))
                .isEqualTo(HttpStatus.OK);
        assertThat(statusOf(MockServerHttpRequest.get("/orders").header("content-length", "65537")))
                .isEqualTo(HttpStatus.PAYLOAD_TOO_LARGE);
        assertThat(statusOf(MockServerHttpRequest.get("/orders").header("content-length", "65536")))
                .isEqualTo(HttpStatus.OK);
    }

    @Test
    void a_key_that_would_not_arrive_as_it_was_sent_is_refused() {
        assertThat(statusOf(MockServerHttpRequest.get("/orders").header("idempotency-key", "\u00fc")))
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(statusOf(MockServerHttpRequest.get("/orders").header("idempotency-key", "u")))
                .isEqualTo(HttpStatus.OK);
    }

    private HttpStatus statusOf(MockServerHttpRequest.BaseBuilder<?> request) {
        AtomicBoolean wentOn = new AtomicBoolean();
        try {
            door.filter(MockServerWebExchange.from(request), exchange -> {
                        wentOn.set(true);
                        return Mono.empty();
                    })
                    .block();
        } catch (ResponseStatusException refused) {
            assertThat(wentOn).isFalse();
            return HttpStatus.valueOf(refused.getStatusCode().value());
        }
        assertThat(wentOn).isTrue();
        return HttpStatus.OK;
    }
}
