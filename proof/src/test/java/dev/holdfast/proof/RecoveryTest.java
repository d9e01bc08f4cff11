package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A test with orders as a death leaves them, put there by SQL, and with two order-apps. Nothing waits until it is old: it is
 * made old.
 */
abstract class RecoveryTest extends ShopTest {
    static final Duration RECOVERY = Duration.ofSeconds(120);

    private static final AtomicLong TRANSACTIONS = new AtomicLong(System.nanoTime());

    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 31;

    static Server orderTwo;
    static Wire secondOrders;

    @BeforeAll
    static void startSecond(Stack stack) {
        int port = stack.settings().ports().orderApp() + PORTS_ON;
        orderTwo = stack.furtherOrderApp("order-app-2", port);
        secondOrders = new Wire(URI.create("http://127.0.0.1:" + port));
        orderTwo.start();
    }

    @AfterAll
    static void stopSecond() {
        orderTwo.stop();
    }

    @AfterEach
    void everything_runs() {
        shop.stack.seata().start();
        shop.stack.stockApp().start();
        shop.stack.orderApp().start();
        shop.awaitReady(secondOrders);
    }

    /** An xid that Seata has never heard of, as after the loss of its store. */
    String forgotten() {
        return "127.0.0.1:" + shop.stack.settings().ports().seata() + ":" + TRANSACTIONS.incrementAndGet();
    }

    /** An order of buyer u1 with one line, its number as its key. @param xid null if it is NEW */
    String order(String status, String xid, long sku, int quantity) {
        return order(UUID.randomUUID().toString().replace("-", ""), status, xid, sku, quantity);
    }

    String order(String orderNo, String status, String xid, long sku, int quantity) {
        change(
                """
                INSERT INTO holdfast_order.orders
                       (order_no, buyer_id, idempotency_key, request_fingerprint, xid, status, created_at, updated_at)
                VALUES (?, 'u1', ?, SHA2(?, 256), ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                """,
                orderNo,
                orderNo,
                "1:" + sku + ":" + quantity + ";",
                xid,
                status);
        change("INSERT INTO holdfast_order.order_line VALUES (?, 1, ?, ?)", orderNo, sku, quantity);
        return orderNo;
    }

    Wire.Reply stock(String verb, String id, String xid, String... lines) {
        Wire.Reply reply = shop.stock.post(
                "/tcc/reservations/" + id + "/" + verb,
                "{\"xid\":\"%s\",\"lines\":[%s]}".formatted(xid, String.join(",", lines)));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply;
    }

    void hold(String id, String xid, long sku, int quantity) {
        stock("try", id, xid, line(sku, quantity));
    }

    /** Order and reservation of this id, whichever there are, were touched an hour ago. */
    void old(String id) {
        oldOrder(id);
        oldReservation(id);
    }

    void oldOrder(String orderNo) {
        change(
                "UPDATE holdfast_order.orders SET changed_at = changed_at - INTERVAL 1 HOUR WHERE order_no = ?",
                orderNo);
    }

    void oldReservation(String id) {
        change(
                "UPDATE holdfast_stock.stock_reservation SET updated_at = updated_at - INTERVAL 1 HOUR"
                        + " WHERE reservation_id = ?",
                id);
    }

    /** However long the test takes, the resolver leaves it alone. */
    void neverOld(String id) {
        change("UPDATE holdfast_order.orders SET changed_at = changed_at + INTERVAL 1 HOUR WHERE order_no = ?", id);
        change(
                "UPDATE holdfast_stock.stock_reservation SET updated_at = updated_at + INTERVAL 1 HOUR"
                        + " WHERE reservation_id = ?",
                id);
    }

    /** For what no rule may ever settle: the promise cannot hold while it is there. */
    void removeOrder(String orderNo) {
        change("DELETE FROM holdfast_order.order_line WHERE order_no = ?", orderNo);
        change("DELETE FROM holdfast_order.orders WHERE order_no = ?", orderNo);
    }

    int change(String statement, Object... arguments) {
        try (Connection connection = shop.stack.rootConnection("");
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < arguments.length; i++) {
                prepared.setObject(i + 1, arguments[i]);
            }
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    void awaitStatus(String orderNo, String status) {
        await("order " + orderNo + " to be " + status, RECOVERY, () -> assertThat(shop.status(orderNo))
                .isEqualTo(status));
    }

    void awaitReservation(String id, String state) {
        await("reservation " + id + " to be " + state, RECOVERY, () -> assertThat(shop.reservation(id))
                .isEqualTo(state));
    }

    /** What was settled of this id: {@code subject act before>after by}. */
    List<String> log(String id) {
        try (Connection connection = shop.stack.rootConnection("holdfast_order");
                PreparedStatement query = connection.prepareStatement("SELECT CONCAT(subject, ' ', act, ' ',"
                        + " before_state, '>', after_state, ' ', done_by) FROM recovery_log WHERE subject_id = ?"
                        + " ORDER BY id")) {
            query.setString(1, id);
            List<String> entries = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    entries.add(row.getString(1));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often both order-apps left something open for this reason since they started. */
    double leftOpen(String why) {
        return Stream.of(shop.orders, secondOrders)
                .mapToDouble(app -> leftOpen(app, why))
                .sum();
    }

    static double leftOpen(Wire orderApp, String why) {
        try {
            Wire.Reply reply = orderApp.get("/actuator/metrics/holdfast.recovery.left.open?tag=why:" + why);
            return reply.status() == 200
                    ? reply.body().path("measurements").path(0).path("value").asDouble()
                    : 0;
        } catch (UncheckedIOException stopped) {
            return 0;
        }
    }

    void awaitLeftOpen(String why, Work work) throws Exception {
        double before = leftOpen(why);
        work.run();
        await("something to be left open: " + why, RECOVERY, () -> assertThat(leftOpen(why))
                .isGreaterThan(before));
    }

    interface Work {
        void run() throws Exception;
    }
}
