package dev.holdfast.order.placement;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The problems an order can end in or meet (RFC 9457): type, HTTP status, title. Their names are also an order's reason. */
enum OrderProblem {
    INSUFFICIENT_STOCK(HttpStatus.CONFLICT, "Insufficient stock"),
    UNKNOWN_SKU(HttpStatus.NOT_FOUND, "Unknown SKU"),
    /** Stock may have heard the Try, and no yes came back: the order is off, and whatever was held is given back. */
    TRY_FAILED(HttpStatus.CONFLICT, "Order failed"),
    /** Seata rolled the order back. */
    ORDER_CANCELLED(HttpStatus.CONFLICT, "Order cancelled"),
    /** The same key is being worked on at this moment. */
    STILL_RUNNING(HttpStatus.CONFLICT, "Still running"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_ENTITY, "Idempotency-Key reused"),
    UNKNOWN_ORDER(HttpStatus.NOT_FOUND, "Unknown order"),
    STOCK_UNREACHABLE(HttpStatus.SERVICE_UNAVAILABLE, "Stock is unreachable"),
    COORDINATOR_UNREACHABLE(HttpStatus.SERVICE_UNAVAILABLE, "Coordinator is unreachable");

    private static final String TYPE = "urn:holdfast:";

    private final HttpStatus status;
    private final String title;

    OrderProblem(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The word by which rows and documents know it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The word of the problem that {@code document} is about. */
    static String wordOf(ProblemDetail document) {
        return document.getType().toString().substring(TYPE.length());
    }

    ProblemDetail document(String detail, Map<String, ?> members) {
        ProblemDetail document = ProblemDetail.forStatusAndDetail(status, detail);
        document.setType(URI.create(TYPE + word()));
        document.setTitle(title);
        document.setInstance(URI.create("/orders"));
        // In a fixed order: a replay, by whichever process, gets the same bytes.
        new TreeMap<>(members).forEach(document::setProperty);
        return document;
    }
}
