package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Instances of a service, of which some do not listen: who is asked, and how often. */
class NextInstanceTest {
    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/orders"));
    private final List<Integer> asked = new ArrayList<>();

    private static ServiceInstance instance(int port) {
        return new DefaultServiceInstance("i" + port, "order-app", "127.0.0.1", port, false);
    }

    private final ServiceInstanceListSupplier three = new Untried(new ServiceInstanceListSupplier() {
        @Override
        public String getServiceId() {
            return "order-app";
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(List.of(instance(1), instance(2), instance(3)));
        }
    });

    /** Chooses the first that the supplier names, and sends. */
    private Mono<Void> send(ServerWebExchange exchange, int lowestThatListens, Exception otherwise) {
        ServiceInstance chosen = three.get(new DefaultRequest<>(new RequestDataContext(
                        new RequestData(exchange.getRequest(), exchange.getAttributes()), "default")))
                .blockFirst()
                .get(0);
        exchange.getAttributes().put(GATEWAY_LOADBALANCER_RESPONSE_ATTR, new DefaultResponse(chosen));
        asked.add(chosen.getPort());
        return chosen.getPort() < lowestThatListens ? Mono.error(otherwise) : Mono.empty();
    }

    private void place(int lowestThatListens, Exception otherwise) {
        GatewayFilterChain chain = each -> Mono.defer(() -> send(each, lowestThatListens, otherwise));
        new NextInstance().filter(exchange, chain).block();
    }

    @Test
    void who_listens_is_asked_once() {
        place(1, new ConnectException());
        assertThat(asked).containsExactly(1);
    }

    @Test
    void who_cannot_be_connected_to_is_passed_over() {
        place(3, new ConnectException("refused"));
        assertThat(asked).containsExactly(1, 2, 3);
    }

    @Test
    void when_nobody_listens_it_ends() {
        assertThatThrownBy(() -> place(4, new ConnectException("refused"))).hasMessageContaining("refused");
        assertThat(asked).containsExactly(1, 2, 3);
    }

    @Test
    void what_may_have_been_sent_is_not_sent_again() {
        assertThatThrownBy(() -> place(3, new IOException("reset by peer"))).hasMessageContaining("reset by peer");
        assertThat(asked).containsExactly(1);
    }
}
