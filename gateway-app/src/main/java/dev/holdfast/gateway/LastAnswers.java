package dev.holdfast.gateway;

import dev.holdfast.lifecycle.Leaving;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** While this gateway is leaving, every answer ends its connection: nobody sends into one that is about to be cut. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LastAnswers implements WebFilter {
    private final Leaving leaving;

    LastAnswers(Leaving leaving) {
        this.leaving = leaving;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (leaving.begun()) {
            exchange.getResponse()
                    .beforeCommit(() -> Mono.fromRunnable(
                            () -> exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close")));
        }
        return chain.filter(exchange);
    }
}
