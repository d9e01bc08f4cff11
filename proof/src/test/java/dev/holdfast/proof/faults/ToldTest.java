package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.faults.Told.Kind;
import org.junit.jupiter.api.Test;

class ToldTest {
    private static String problem(String word, String orderNo) {
        String order = orderNo == null ? "" : ",\"orderNo\":\"%s\"".formatted(orderNo);
        return "{\"type\":\"urn:holdfast:%s\"%s}".formatted(word, order);
    }

    private static void assertTold(int status, String body, Kind kind, String label) {
        Told told = Told.of(status, body);
        assertThat(told.kind()).as(label).isEqualTo(kind);
        assertThat(told.label()).isEqualTo(label);
    }

    @Test
    void only_what_is_said_of_an_order_for_good_is_final() {
        assertTold(201, "{\"orderNo\":\"A\"}", Kind.FINAL, "201");
        assertTold(409, problem("insufficient-stock", "A"), Kind.FINAL, "409 insufficient-stock");
        assertTold(409, problem("try-failed", "A"), Kind.FINAL, "409 try-failed");
        assertTold(409, problem("order-cancelled", "A"), Kind.FINAL, "409 order-cancelled");
        assertTold(409, problem("insufficient-stock", null), Kind.SOLD_OUT, "409 sold out, from memory");
        assertTold(409, problem("still-running", "A"), Kind.OPEN, "409 still-running");
        assertTold(202, "{\"orderNo\":\"A\"}", Kind.OPEN, "202");
        assertTold(503, problem("stock-unreachable", "A"), Kind.FREE, "503 stock-unreachable");
        assertTold(503, problem("coordinator-unreachable", "A"), Kind.FREE, "503 coordinator-unreachable");
        assertTold(503, problem("too-many-orders", null), Kind.UNKNOWN, "503 too-many-orders");
        assertTold(502, "<html>", Kind.UNKNOWN, "502");
        assertTold(400, problem("invalid-request", null), Kind.NONSENSE, "400 invalid-request");
        assertTold(422, problem("idempotency-key-reused", "A"), Kind.NONSENSE, "422 idempotency-key-reused");
        assertThat(Told.nothing("gave up").kind()).isEqualTo(Kind.UNKNOWN);
    }
}
