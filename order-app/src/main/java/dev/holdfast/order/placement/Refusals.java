package dev.holdfast.order.placement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.Rejection;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.TryOutcome;
import java.util.List;
import java.util.Map;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** The final refusals of orders: made of what stock said, kept in the row as JSON, read back for every replay. */
@Component
public class Refusals {
    private static final String ORDER_NO = "orderNo";

    private final ObjectMapper json;

    Refusals(ObjectMapper json) {
        this.json = json;
    }

    /** The refusal from memory: no order was made, and its key is free. */
    static ProblemDetail soldOut(List<Shortage> shortages) {
        return OrderProblem.INSUFFICIENT_STOCK.document("sold out", Map.of("shortages", shortages));
    }

    /** The refusal of an order to which stock said {@code no}. */
    ProblemDetail of(String orderNo, TryOutcome no) {
        if (no instanceof TryOutcome.Insufficient few) {
            return OrderProblem.INSUFFICIENT_STOCK.document(
                    "fewer units are available than requested",
                    Map.of(ORDER_NO, orderNo, "shortages", few.shortages()));
        }
        if (no instanceof TryOutcome.UnknownSku none) {
            return OrderProblem.UNKNOWN_SKU.document(
                    "no stock row has this store and SKU", Map.of(ORDER_NO, orderNo, "unknown", none.unknown()));
        }
        return ofFailure(orderNo);
    }

    /** The refusal of an order whose transaction failed after stock may have been asked. */
    ProblemDetail ofFailure(String orderNo) {
        return OrderProblem.TRY_FAILED.document(
                "the order is off, and whatever was held for it is given back; to try again, use a new key",
                Map.of(ORDER_NO, orderNo));
    }

    /** The rejection of an order that stayed NEW: whoever placed it is gone, and what became of its Try nobody says. */
    public Rejection ofAbandoned(String orderNo) {
        ProblemDetail document = ofFailure(orderNo);
        return new Rejection(orderNo, null, OrderProblem.wordOf(document), stored(document));
    }

    String stored(ProblemDetail document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem document is always JSON", e);
        }
    }

    /** The document of an order that is REJECTED or CANCELLED: the one it stored, or one made of its reason. */
    ProblemDetail of(Order order) {
        if (!order.status().isRefused()) {
            throw new IllegalArgumentException("order " + order.orderNo() + " is " + order.status() + ", not refused");
        }
        if (order.refusal() == null) {
            return OrderProblem.ORDER_CANCELLED.document(
                    "the order was rolled back and holds nothing; to try again, use a new key",
                    Map.of(ORDER_NO, order.orderNo(), "reason", order.reason()));
        }
        try {
            return json.readValue(order.refusal(), ProblemDetail.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored refusal of " + order.orderNo() + " cannot be read", e);
        }
    }
}
