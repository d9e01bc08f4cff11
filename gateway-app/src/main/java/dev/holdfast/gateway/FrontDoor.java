package dev.holdfast.gateway;

import java.net.URI;
import java.util.List;
import java.util.Map;
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
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final GatewayLimits limits;

    FrontDoor(GatewayLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (length(request.getURI()) > limits.maxUriLength()) {
            return refuse(
                    HttpStatus.URI_TOO_LONG, "path and query have more than " + limits.maxUriLength() + " characters");
        }
        if (!isPlain(request.getURI().getRawPath())) {
            return refuse(HttpStatus.NOT_FOUND, "no such resource");
        }
        if (size(request.getHeaders()) > limits.maxHeaderSize().toBytes()) {
            return refuse(
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "the headers have more than " + limits.maxHeaderSize().toBytes() + " bytes");
        }
        if (request.getHeaders().getOrEmpty(IDEMPOTENCY_KEY).stream().anyMatch(key -> !isAscii(key))) {
            // Netty's client would send a question mark for each such character: two keys would become one.
            return refuse(HttpStatus.BAD_REQUEST, IDEMPOTENCY_KEY + " must be of printable ASCII characters");
        }
        if (request.getHeaders().getContentLength() > limits.maxBodySize().toBytes()) {
            return refuse(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "the body has more than " + limits.maxBodySize().toBytes() + " bytes");
        }
        return chain.filter(exchange);
    }

    static boolean mayHaveBody(ServerHttpRequest request) {
        return request.getHeaders().getContentLength() > 0
                || request.getHeaders().containsKey(HttpHeaders.TRANSFER_ENCODING);
    }

    private static int length(URI uri) {
        return uri.getRawPath().length()
                + (uri.getRawQuery() == null ? 0 : uri.getRawQuery().length());
    }

    /**
     * Paths here are of plain segments. Anything that one server could read differently from the next (an encoded or
     * double slash, dot segments, a matrix parameter) is no path of ours. Read in a loop: a pattern that repeats a group
     * needs stack for every segment.
     */
    private static boolean isPlain(String path) {
        if (!path.startsWith("/")) {
            return false;
        }
        int begin = 1;
        while (begin < path.length()) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            if (!isPlainSegment(path.substring(begin, end))) {
                return false;
            }
            begin = end + 1;
        }
        return true;
    }

    private static boolean isPlainSegment(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && segment.chars().allMatch(FrontDoor::isPlain);
    }

    private static boolean isPlain(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || "._~-".indexOf(character) >= 0;
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
