package dev.holdfast.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A request to an instance that cannot be connected to goes to the next: not a byte of it was sent. Nothing else is
 * ever sent again. (Spring's own Retry filter would take every body into memory once more, whatever its size.)
 */
@Component
class NextInstance implements GlobalFilter, Ordered {
    /** Around all that choose an instance and send. */
    static final int ORDER = RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER - 1;

    private static final int MOST = 3;

    static boolean wasNeverSent(Throwable thrown) {
        return thrown instanceof ConnectException
                || thrown instanceof NoRouteToHostException
                || thrown instanceof UnknownHostException;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return filter(exchange, chain, 1);
    }

    private Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain, int time) {
        return chain.filter(exchange).onErrorResume(NextInstance::wasNeverSent, thrown -> {
            Response<ServiceInstance> chosen = exchange.getAttribute(GATEWAY_LOADBALANCER_RESPONSE_ATTR);
            if (time == MOST || chosen == null) {
                return Mono.error(thrown);
            }
            Untried.note(exchange.getAttributes(), chosen.getServer());
            ServerWebExchangeUtils.reset(exchange);
            // With nobody left to ask, what the last one said stands.
            return filter(exchange, chain, time + 1).onErrorMap(NotFoundException.class, none -> thrown);
        });
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
