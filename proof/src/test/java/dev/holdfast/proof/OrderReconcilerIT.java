package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Finished orders against their reservations: what disagrees is told. */
class OrderReconcilerIT extends ShopTest {
    private JsonNode reconcile() {
        Wire.Reply reply = shop.orders.post("/reconciliation?minutes=5", "");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.body();
    }

    /** The gateway may have heard of the apps only now. */
    private String ordered(int status, String line) {
        Wire.Reply[] reply = new Wire.Reply[1];
        await("an answer of " + status, Duration.ofSeconds(60), () -> {
            reply[0] = shop.order(line);
            assertThat(reply[0].status()).as(reply[0].toString()).isEqualTo(status);
        });
        return reply[0].text("orderNo");
    }

    private static List<String> of(String orderNo, JsonNode report) {
        return StreamSupport.stream(report.path("findings").spliterator(), false)
                .filter(finding -> finding.path("orderNo").asText().equals(orderNo))
                .map(finding -> finding.path("status").asText() + "/"
                        + finding.path("reservation").asText())
                .toList();
    }

    private void change(String statement, String orderNo) {
        try (Connection connection = shop.stack.rootConnection("holdfast_stock");
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, orderNo);
            assertThat(prepared.executeUpdate()).as(statement).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void whileIt(String wrong, String right, String orderNo, String finding) {
        change(wrong, orderNo);
        try {
            assertThat(of(orderNo, reconcile())).containsExactly(finding);
        } finally {
            change(right, orderNo);
        }
        assertThat(of(orderNo, reconcile())).isEmpty();
    }

    @Test
    void an_order_that_disagrees_with_its_reservation_is_told_and_not_touched() {
        long sku = shop.newSku(5);
        String orderNo = ordered(201, line(sku, 2));
        String refused = ordered(409, line(sku, 9));
        JsonNode good = reconcile();
        assertThat(of(orderNo, good)).isEmpty();
        assertThat(of(refused, good)).isEmpty();
        assertThat(good.path("orders").asLong()).isGreaterThanOrEqualTo(2);
        String row = "UPDATE stock_reservation SET %s WHERE reservation_id = ?";
        whileIt(
                row.formatted("state = 'CANCELLED'"),
                row.formatted("state = 'CONFIRMED'"),
                orderNo,
                "CONFIRMED/CANCELLED");
        whileIt(
                row.formatted("xid = CONCAT('x', xid)"),
                row.formatted("xid = SUBSTR(xid, 2)"),
                orderNo,
                "CONFIRMED/CONFIRMED");
        String lines = "UPDATE stock_reservation_line SET quantity = quantity %s WHERE reservation_id = ?";
        whileIt(lines.formatted("+ 1"), lines.formatted("- 1"), orderNo, "CONFIRMED/CONFIRMED");
        whileIt(
                "INSERT INTO stock_reservation VALUES (?, 'x', 'CONFIRMED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
                "DELETE FROM stock_reservation WHERE reservation_id = ?",
                refused,
                "REJECTED/CONFIRMED");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void an_order_is_compared_some_time_after_it_was_finished_without_being_asked_for() {
        String orderNo = ordered(201, line(shop.newSku(5), 2));
        change("UPDATE stock_reservation SET xid = CONCAT('x', xid) WHERE reservation_id = ?", orderNo);
        try {
            await("the complaint", Duration.ofSeconds(60), () -> assertThat(
                            Files.readString(shop.stack.orderApp().log()))
                    .contains("a person must look: Finding[orderNo=" + orderNo));
        } finally {
            change("UPDATE stock_reservation SET xid = SUBSTR(xid, 2) WHERE reservation_id = ?", orderNo);
        }
    }

    @Test
    void what_is_asked_for_is_checked() {
        assertThat(shop.orders.post("/reconciliation?minutes=0", "").status()).isEqualTo(400);
        assertThat(shop.orders.post("/reconciliation?minutes=100000", "").status())
                .isEqualTo(400);
        assertThat(shop.stock
                        .post("/tcc/reservations/find", "{\"reservationIds\":[]}")
                        .status())
                .isEqualTo(400);
        assertThat(shop.stock
                        .post("/tcc/reservations/find", "{\"reservationIds\":[\"nobody\"]}")
                        .raw()
                        .body())
                .isEqualTo("[]");
    }
}
