package dev.holdfast.proof.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;

/**
 * What a buyer was told about an order, or was not.
 *
 * @param label by which answers are counted
 * @param orderNo null if none was named
 */
record Told(Kind kind, String label, String orderNo, String body) {
    /** The label of an order refused for lack of stock. */
    static final String SHORT = "409 insufficient-stock";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "urn:holdfast:";
    private static final String STILL_RUNNING = "still-running";
    private static final Set<String> NOTHING_SENT = Set.of("stock-unreachable", "coordinator-unreachable");
    private static final Set<Integer> UNAVAILABLE = Set.of(500, 502, 503, 504);

    enum Kind {
        /** Confirmed or refused: the same must be said of this key for ever. */
        FINAL,
        /** There is an order, and its outcome is not known yet. */
        OPEN,
        /** Sold out, said from memory: no order was made. */
        SOLD_OUT,
        /** Nothing was sent, and the key is free: the same request is the first again. */
        FREE,
        /** No answer about the order. */
        UNKNOWN,
        /** An answer that this request must not get. */
        NONSENSE
    }

    static Told of(int status, String body) {
        JsonNode read = read(body);
        String orderNo = read.path("orderNo").asText(null);
        String type = read.path("type").asText("");
        String word = type.startsWith(TYPE) ? type.substring(TYPE.length()) : "";
        return new Told(kind(status, word, orderNo), label(status, word, orderNo), orderNo, body);
    }

    /** No answer came. */
    static Told nothing(String why) {
        return new Told(Kind.UNKNOWN, why, null, "");
    }

    /** Somebody was at work behind the door. */
    boolean served() {
        return kind == Kind.FINAL || kind == Kind.OPEN || kind == Kind.SOLD_OUT;
    }

    private static Kind kind(int status, String word, String orderNo) {
        if (status == 202 || status == 409 && word.equals(STILL_RUNNING)) {
            return Kind.OPEN;
        }
        if (status == 201 || status == 409 || status == 404) {
            return orderNo != null ? Kind.FINAL : status == 409 ? Kind.SOLD_OUT : Kind.NONSENSE;
        }
        if (status == 503 && NOTHING_SENT.contains(word)) {
            return Kind.FREE;
        }
        return UNAVAILABLE.contains(status) ? Kind.UNKNOWN : Kind.NONSENSE;
    }

    private static String label(int status, String word, String orderNo) {
        String what = status == 409 && orderNo == null ? "sold out, from memory" : word;
        return what.isEmpty() ? "" + status : status + " " + what;
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
