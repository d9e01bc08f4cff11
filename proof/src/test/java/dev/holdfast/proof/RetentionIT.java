package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.stack.Server;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What was finished long ago is removed, and nothing that was sold is forgotten. The apps keep for a week, as by default,
 * and look twice a second; a test makes old what it wants removed.
 */
class RetentionIT extends ShopTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BATCH = 100;
    private static final int MANY = 950;
    private static final String LONG_AGO = "UTC_TIMESTAMP(3) - INTERVAL 30 DAY";

    private final String id = UUID.randomUUID().toString();

    private Wire.Reply tryIt(String id, String... lines) {
        return call("try", id, "{\"xid\":\"x\",\"lines\":[%s]}".formatted(String.join(",", lines)));
    }

    private Wire.Reply confirm(String id) {
        return call("confirm", id, "{\"xid\":\"x\"}");
    }

    private Wire.Reply cancel(String id) {
        return call("cancel", id, "{\"xid\":\"x\"}");
    }

    private Wire.Reply call(String verb, String id, String body) {
        return shop.stock.post("/tcc/reservations/" + id + "/" + verb, body);
    }

    private int change(String statement, Object... arguments) {
        try (Connection connection = shop.stack.rootConnection("")) {
            return change(connection, statement, arguments);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private static int change(Connection connection, String statement, Object... arguments) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < arguments.length; i++) {
                prepared.setObject(i + 1, arguments[i]);
            }
            return prepared.executeUpdate();
        }
    }

    /** After an instance has left, and until order-app has heard of it, a 503 is right: then once more. */
    private Wire.Reply ordered(int status, String key, String line) {
        Wire.Reply[] reply = new Wire.Reply[1];
        await("an answer of " + status, SOON, () -> {
            reply[0] = shop.orderAs(key, line);
            assertThat(reply[0].status()).as(reply[0].toString()).isEqualTo(status);
        });
        return reply[0];
    }

    private void makeOld(String reservation) {
        assertThat(change(
                        "UPDATE holdfast_stock.stock_reservation SET updated_at = " + LONG_AGO
                                + " WHERE reservation_id = ?",
                        reservation))
                .isEqualTo(1);
    }

    private void makeOrderOld(String orderNo) {
        assertThat(change("UPDATE holdfast_order.orders SET changed_at = " + LONG_AGO + " WHERE order_no = ?", orderNo))
                .isEqualTo(1);
    }

    private void awaitRemoved(String reservation) {
        await("it to be removed", SOON, () -> assertThat(shop.reservation(reservation))
                .isEqualTo("ABSENT"));
        assertThat(shop.sql(
                        "SELECT COUNT(*) FROM holdfast_stock.stock_reservation_line WHERE reservation_id = ?",
                        reservation))
                .isEqualTo("0");
    }

    private String closed(long sku) {
        return shop.sql("SELECT sold FROM holdfast_stock.stock_closed WHERE store_id = 1 AND sku_id = ?", sku);
    }

    private String soldTo(String id, String... lines) {
        assertThat(tryIt(id, lines).status()).isEqualTo(200);
        assertThat(confirm(id).status()).isEqualTo(200);
        return id;
    }

    /** At least one whole round over both states goes by. */
    private void aRound() {
        String sentinel = UUID.randomUUID().toString();
        cancel(sentinel);
        makeOld(sentinel);
        awaitRemoved(sentinel);
        soldTo(sentinel, line(shop.newSku(1), 1));
        makeOld(sentinel);
        awaitRemoved(sentinel);
    }

    @Test
    void what_was_sold_stays_counted_when_its_reservation_is_gone() {
        long sku = shop.newSku(10);
        long other = shop.newSku(10);
        soldTo(id + 1, line(sku, 3), line(other, 1));
        soldTo(id + 2, line(sku, 2));
        soldTo(id + 3, line(sku, 1));
        makeOld(id + 1);
        makeOld(id + 2);
        awaitRemoved(id + 1);
        awaitRemoved(id + 2);
        assertThat(shop.level(sku)).isEqualTo("4/0/6");
        assertThat(closed(sku)).isEqualTo("5");
        assertThat(closed(other)).isEqualTo("1");
        assertThat(shop.reservation(id + 3)).as("it is young").isEqualTo("CONFIRMED");
    }

    @Test
    void what_is_tried_is_never_removed_however_old() {
        long sku = shop.newSku(10);
        tryIt(id, line(sku, 4));
        assertThat(change(
                        "UPDATE holdfast_stock.stock_reservation SET created_at = '2001-01-01', updated_at = '2001-01-01'"
                                + " WHERE reservation_id = ?",
                        id))
                .isEqualTo(1);
        aRound();
        // Who settles old open ones may have done so by now; who removes may not.
        assertThat(shop.reservation(id)).isNotEqualTo("ABSENT");
        assertThat(cancel(id).text("state")).isEqualTo("CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("10/0/0");
        aRound();
        assertThat(shop.reservation(id)).as("it was finished just now").isEqualTo("CANCELLED");
    }

    @Test
    void tombstones_and_cancelled_ones_are_removed_and_count_for_nothing() {
        long sku = shop.newSku(5);
        cancel(id + "tombstone");
        tryIt(id, line(sku, 2));
        cancel(id);
        makeOld(id + "tombstone");
        makeOld(id);
        awaitRemoved(id + "tombstone");
        awaitRemoved(id);
        assertThat(closed(sku)).isNull();
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void to_a_verb_that_comes_after_the_removal_nothing_was_ever_tried() {
        long sku = shop.newSku(5);
        soldTo(id, line(sku, 2));
        makeOld(id);
        awaitRemoved(id);
        assertThat(confirm(id).text("type")).isEqualTo("urn:holdfast:not-tried");
        assertThat(shop.stock.get("/tcc/reservations/" + id).status()).isEqualTo(404);
        assertThat(tryIt(id, line(sku, 1)).status()).isEqualTo(200);
        assertThat(shop.level(sku)).isEqualTo("2/1/2");
        assertThat(cancel(id).text("state")).isEqualTo("CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void many_go_in_batches_that_are_bounded() {
        long sku = shop.newSku(MANY);
        double before = removed(shop.stock, "TOTAL");
        double batchesBefore = removed(shop.stock, "COUNT");
        sellManyLongAgo(sku);
        await("all to be removed", SOON, () -> assertThat(closed(sku)).isEqualTo("" + MANY));
        // What is committed is counted a moment later.
        await("all to be counted", SOON, () -> assertThat(removed(shop.stock, "TOTAL"))
                .isGreaterThanOrEqualTo(before + MANY));
        assertThat(removed(shop.stock, "COUNT")).isGreaterThanOrEqualTo(batchesBefore + (double) MANY / BATCH);
        assertThat(removed(shop.stock, "MAX")).isLessThanOrEqualTo(BATCH);
        assertThat(shop.level(sku)).isEqualTo("0/0/" + MANY);
    }

    /** In one transaction, as I2 must hold at every instant. */
    private void sellManyLongAgo(long sku) {
        String many = " FROM (WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < " + MANY
                + ") SELECT i FROM n) AS numbers";
        try (Connection connection = shop.stack.rootConnection("holdfast_stock")) {
            connection.setAutoCommit(false);
            change(
                    connection,
                    "INSERT INTO stock_reservation (reservation_id, xid, state, created_at, updated_at)"
                            + " SELECT CONCAT(?, '-', i), 'x', 'CONFIRMED', " + LONG_AGO + ", " + LONG_AGO + many,
                    "many-" + sku);
            change(
                    connection,
                    "INSERT INTO stock_reservation_line (reservation_id, store_id, sku_id, quantity)"
                            + " SELECT CONCAT(?, '-', i), 1, ?, 1" + many,
                    "many-" + sku,
                    sku);
            change(
                    connection,
                    "UPDATE stock SET available = available - ?, sold = sold + ? WHERE store_id = 1 AND sku_id = ?",
                    MANY,
                    MANY,
                    sku);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double removed(Wire stockApp, String statistic) {
        Wire.Reply reply =
                stockApp.management().get("/actuator/metrics/holdfast.retention.removed?tag=state:confirmed");
        for (JsonNode measurement : reply.body().path("measurements")) {
            if (measurement.path("statistic").asText().equals(statistic)) {
                return measurement.path("value").asDouble();
            }
        }
        return 0;
    }

    @Test
    void a_row_that_somebody_has_locked_is_left_for_a_later_round() throws SQLException {
        long sku = shop.newSku(5);
        soldTo(id + 1, line(sku, 1));
        soldTo(id + 2, line(sku, 1));
        try (Connection turn = shop.stack.rootConnection("holdfast_stock");
                Connection row = shop.stack.rootConnection("holdfast_stock")) {
            lock(turn, "SELECT 1 FROM stock_retention WHERE state = ? FOR UPDATE", "CONFIRMED");
            makeOld(id + 1);
            makeOld(id + 2);
            lock(row, "SELECT 1 FROM stock_reservation WHERE reservation_id = ? FOR UPDATE", id + 1);
            turn.rollback();
            awaitRemoved(id + 2);
            assertThat(shop.reservation(id + 1)).isEqualTo("CONFIRMED");
            assertThat(closed(sku)).isEqualTo("1");
            row.rollback();
        }
        awaitRemoved(id + 1);
        assertThat(closed(sku)).isEqualTo("2");
    }

    private static void lock(Connection connection, String query, String key) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, key);
            assertThat(statement.executeQuery().next()).isTrue();
        }
    }

    @Test
    void a_sale_goes_on_while_its_own_reservations_are_removed() throws Exception {
        long sku = shop.newSku(Sale.UNITS);
        try (Sale sale = new Sale(shop, sku, 6)) {
            for (int i = 0; i < 5; i++) {
                sale.untilMoreAreSold(60);
                makeAllOld(sku);
            }
            sale.untilAllAreSold();
        }
        makeAllOld(sku);
        await("all to be removed", SOON, () -> assertThat(closed(sku)).isEqualTo(String.valueOf(Sale.UNITS)));
        assertThat(shop.level(sku)).isEqualTo("0/0/" + Sale.UNITS);
    }

    /** One by one, so that the sale does not wait. */
    private void makeAllOld(long sku) throws SQLException {
        try (Connection connection = shop.stack.rootConnection("holdfast_stock");
                PreparedStatement finished = connection.prepareStatement(
                        """
                        SELECT r.reservation_id
                          FROM stock_reservation AS r
                          JOIN stock_reservation_line AS l ON l.reservation_id = r.reservation_id
                         WHERE l.store_id = 1 AND l.sku_id = ? AND r.state <> 'TRIED'
                        """)) {
            List<String> ids = new ArrayList<>();
            finished.setLong(1, sku);
            try (ResultSet rows = finished.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            for (String each : ids) {
                change(
                        connection,
                        "UPDATE stock_reservation SET updated_at = " + LONG_AGO + " WHERE reservation_id = ?",
                        each);
            }
        }
    }

    @Test
    void two_instances_at_once_remove_each_row_once() {
        int ports = shop.stack.settings().ports().stockApp() + 40;
        Server second = shop.stack.furtherStockApp("stock-app-2", ports);
        second.start();
        try {
            Wire other = new Wire(URI.create("http://127.0.0.1:" + ports));
            List<Long> skus =
                    IntStream.range(0, 5).mapToObj(i -> shop.newSku(MANY)).toList();
            double before = removed(shop.stock, "TOTAL") + removed(other, "TOTAL");
            skus.forEach(this::sellManyLongAgo);
            await("all to be removed", SOON.multipliedBy(2), () -> assertThat(skus)
                    .allMatch(sku -> ("" + MANY).equals(closed(sku))));
            await("all to be counted", SOON, () -> assertThat(removed(shop.stock, "TOTAL") + removed(other, "TOTAL"))
                    .isEqualTo(before + (double) skus.size() * MANY));
        } finally {
            second.stop();
        }
    }

    @Test
    void a_finished_order_lets_its_key_go_and_stays_and_the_key_is_that_of_a_new_order() {
        long sku = shop.newSku(5);
        String orderNo = ordered(201, id, line(sku, 2)).text("orderNo");
        assertThat(shop.orderAs(id, line(sku, 2)).text("orderNo")).isEqualTo(orderNo);
        makeOrderOld(orderNo);
        await("its key to be let go", SOON, () -> assertThat(shop.orderOf(id)).isNull());
        assertThat(shop.find(orderNo).text("status")).isEqualTo("CONFIRMED");
        assertThat(ordered(201, id, line(sku, 1)).text("orderNo")).isNotEqualTo(orderNo);
        assertThat(shop.level(sku)).isEqualTo("2/0/3");
    }

    @Test
    void a_refused_order_lets_its_key_and_its_document_go_and_keeps_its_reason() {
        long sku = shop.newSku(1);
        String orderNo = ordered(409, id, line(sku, 2)).text("orderNo");
        assertThat(shop.status(orderNo)).isEqualTo("REJECTED");
        makeOrderOld(orderNo);
        await("its key to be let go", SOON, () -> assertThat(shop.orderOf(id)).isNull());
        assertThat(shop.sql("SELECT refusal FROM holdfast_order.orders WHERE order_no = ?", orderNo))
                .isNull();
        assertThat(shop.find(orderNo).text("reason")).isEqualTo("insufficient-stock");
        shop.replenish(sku, 1, 1);
        ordered(201, id, line(sku, 2));
    }

    @Test
    void an_open_order_keeps_its_key_however_old() {
        long sku = shop.newSku(2);
        String open = "OPEN" + sku;
        change(
                "INSERT INTO holdfast_order.orders (order_no, buyer_id, idempotency_key, request_fingerprint, status,"
                        + " created_at, updated_at, changed_at) VALUES (?, 'u1', ?, REPEAT('0', 64), 'NEW', '2001-01-01',"
                        + " '2001-01-01', '2001-01-01')",
                open,
                open);
        try {
            Wire.Reply finished = ordered(201, id, line(sku, 2));
            makeOrderOld(finished.text("orderNo"));
            await("the finished one to let its key go", SOON, () -> assertThat(shop.orderOf(id))
                    .isNull());
            assertThat(shop.sql(
                            "SELECT COUNT(*) FROM holdfast_order.orders WHERE order_no = ? AND status = 'NEW'"
                                    + " AND idempotency_key IS NULL",
                            open))
                    .isEqualTo("0");
        } finally {
            change("DELETE FROM holdfast_order.orders WHERE order_no = ?", open);
        }
    }

    @Test
    void to_go_through_all_orders_once_more_changes_nothing() {
        long sku = shop.newSku(4);
        String young = UUID.randomUUID().toString();
        String youngs = ordered(201, young, line(sku, 1)).text("orderNo");
        String old = ordered(201, id, line(sku, 1)).text("orderNo");
        makeOrderOld(old);
        await("its key to be let go", SOON, () -> assertThat(shop.orderOf(id)).isNull());
        String before = shop.find(old).raw().body();
        change("UPDATE holdfast_order.order_key_retention SET finished_at = '1971-01-01', order_no = ''");
        await("all to be gone through", SOON, () -> assertThat(
                        shop.sql("SELECT finished_at > '1972-01-01' FROM holdfast_order.order_key_retention"
                                + " WHERE status = 'CONFIRMED'"))
                .isEqualTo("1"));
        assertThat(shop.find(old).raw().body()).isEqualTo(before);
        assertThat(shop.orderOf(young)).isEqualTo(youngs);
    }
}
