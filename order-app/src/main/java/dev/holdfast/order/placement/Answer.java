package dev.holdfast.order.placement;

import dev.holdfast.order.ledger.Order;
import org.springframework.http.ProblemDetail;

/** What the buyer is told. */
sealed interface Answer {
    /** The order is confirmed (201), or its outcome is not known yet (202). */
    record Stands(Order order) implements Answer {}

    /** The order's final refusal, stored with it: every replay gets the same. */
    record Refused(ProblemDetail document) implements Answer {}

    /** Not this request; nothing about the order is final by this. @param mayRetry the same request may succeed later */
    record NotNow(ProblemDetail document, boolean mayRetry) implements Answer {}
}
