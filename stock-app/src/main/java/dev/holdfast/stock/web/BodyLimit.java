package dev.holdfast.stock.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingRequestWrapper;

/** A batch of 64 Tries of 100 lines has some 300 KiB, no request has more than 1 MiB; a longer one is refused before it is held in memory. */
@Component
class BodyLimit extends OncePerRequestFilter {
    private static final int MOST_BYTES = 1024 * 1024;

    private final HandlerExceptionResolver problems;

    BodyLimit(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            problems.resolveException(request, response, null, tooLarge());
        } else if (request.getContentLengthLong() < 0) {
            chain.doFilter(counted(request), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A chunked body does not say how long it is: it is counted while it is read. */
    private static HttpServletRequest counted(HttpServletRequest request) {
        return new ContentCachingRequestWrapper(request, MOST_BYTES) {
            @Override
            protected void handleContentOverflow(int limit) {
                throw tooLarge();
            }
        };
    }

    private static ResponseStatusException tooLarge() {
        return new ResponseStatusException(
                HttpStatus.PAYLOAD_TOO_LARGE, "the body has more than " + MOST_BYTES + " bytes");
    }
}
