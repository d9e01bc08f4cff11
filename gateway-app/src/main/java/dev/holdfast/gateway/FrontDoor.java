package dev.holdfast.gateway;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** What is turned away before a route is looked for. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FrontDoor implements WebFilter {
    /**
     * Paths here are of plain segments. Anything that one server could read differently from the next (an encoded or
     * double slash, dot segments, a matrix parameter) is no path of ours.
     */
    private static final Pattern PLAIN_PATH = Pattern.compile("/|(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+/?");

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final FrontDoorSettings settings;

    FrontDoor(FrontDoorSettings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!PLAIN_PATH.matcher(request.getURI().getRawPath()).matches()) {
            return refuse(HttpStatus.NOT_FOUND, "no such resource");
        }
        if (size(request.getHeaders()) > settings.maxHeaderSize().toBytes()) {
            return refuse(
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "the headers have more than " + settings.maxHeaderSize().toBytes() + " bytes");
        }
        if (request.getHeaders().getOrEmpty(IDEMPOTENCY_KEY).stream().anyMatch(key -> !isAscii(key))) {
            // Netty's client would send a question mark for each such character: two keys would become one.
            return refuse(HttpStatus.BAD_REQUEST, IDEMPOTENCY_KEY + " must be of printable ASCII characters");
        }
        if (request.getHeaders().getContentLength() > settings.maxBodySize().toBytes()) {
            return refuse(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "the body has more than " + settings.maxBodySize().toBytes() + " bytes");
        }
        return chain.filter(exchange);
    }

    private static Mono<Void> refuse(HttpStatus status, String detail) {
        return Mono.error(new ResponseStatusException(status, detail));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static long size(HttpHeaders headers) {
        long bytes = 0;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                bytes += header.getKey().length() + value.length();
            }
        }
        return bytes;
    }
}
