package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.check.Invariants;
import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.redisson.client.RedisException;

/** What the tests do with a running stack: fill shelves, place orders, look into the databases. */
final class Shop {
    private static final AtomicLong NEXT_SKU = new AtomicLong(50_000);
    private static final AtomicLong NEXT_OF_MANY = new AtomicLong(10_000_000);

    final Stack stack;
    final Wire gateway;
    final Wire stock;
    final Wire orders;

    Shop(Stack stack) {
        this(stack, new Wire(stack.stockAppUri()));
    }

    /** @param stock the stock-app to ask, where there are several */
    Shop(Stack stack, Wire stock) {
        this.stack = stack;
        this.gateway = new Wire(stack.gateway());
        this.stock = stock;
        this.orders = new Wire(stack.orderAppUri());
    }

    /** A SKU that no other test uses, with so many units in store 1. */
    long newSku(int units) {
        long sku = NEXT_SKU.incrementAndGet();
        replenish(sku, 1, units);
        return sku;
    }

    /** What {@link #newSku} will give next. */
    static long nextSku() {
        return NEXT_SKU.get() + 1;
    }

    /** So many SKUs in a row that no other test uses, with one unit each in store 1. @return the first of them */
    long newSkus(int count) throws SQLException {
        long first = NEXT_OF_MANY.getAndAdd(count);
        try (Connection root = stack.rootConnection("");
                Statement statement = root.createStatement()) {
            statement.execute(LongStream.range(first, first + count)
                    .mapToObj(sku -> "(1," + sku + ",1,1,0,0,UTC_TIMESTAMP(3))")
                    .collect(Collectors.joining(
                            ",",
                            "INSERT INTO holdfast_stock.stock (store_id, sku_id, total, available, frozen, sold, updated_at) VALUES ",
                            "")));
        }
        return first;
    }

    void replenish(long sku, long store, int units) {
        Wire.Reply reply = stock.post(
                "/stock/" + sku + "/replenishments",
                "{\"replenishmentId\":\"%s\",\"storeId\":%d,\"quantity\":%d}"
                        .formatted(UUID.randomUUID(), store, units));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    static String line(long sku, int quantity) {
        return line(1, sku, quantity);
    }

    static String line(long store, long sku, int quantity) {
        return "{\"storeId\":%d,\"skuId\":%d,\"quantity\":%d}".formatted(store, sku, quantity);
    }

    static String wish(String buyer, String... lines) {
        return "{\"buyerId\":\"%s\",\"lines\":[%s]}".formatted(buyer, String.join(",", lines));
    }

    /** Places an order under a new key. */
    Wire.Reply order(String... lines) {
        return orderAs(UUID.randomUUID().toString(), lines);
    }

    /** Places an order of buyer u1 under this key. */
    Wire.Reply orderAs(String key, String... lines) {
        return gateway.post("/orders", wish("u1", lines), "Idempotency-Key", key);
    }

    Wire.Reply find(String orderNo) {
        return gateway.get("/orders/" + orderNo);
    }

    /** {@code available/frozen/sold} of a SKU in store 1, asked through the gateway. */
    String level(long sku) {
        Wire.Reply reply = gateway.get("/stock/" + sku + "?storeId=1");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.text("available") + "/" + reply.text("frozen") + "/" + reply.text("sold");
    }

    /** One cell of one row; null if there is no row or the cell is null. */
    String sql(String query, Object... arguments) {
        try (Connection connection = stack.rootConnection("");
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** ABSENT, or the state of the row. */
    String reservation(String id) {
        String state = sql("SELECT state FROM holdfast_stock.stock_reservation WHERE reservation_id = ?", id);
        return state == null ? "ABSENT" : state;
    }

    String status(String orderNo) {
        return sql("SELECT status FROM holdfast_order.orders WHERE order_no = ?", orderNo);
    }

    /** The order that holds this key of buyer u1, null if none does. */
    String orderOf(String key) {
        return sql("SELECT order_no FROM holdfast_order.orders WHERE buyer_id = 'u1' AND idempotency_key = ?", key);
    }

    /** An earlier test may have had Seata or the database away: a second later order-app takes orders again. */
    void awaitReady(Wire orderApp) {
        await("order-app to be ready", Duration.ofSeconds(90), () -> assertThat(
                        orderApp.management().get("/actuator/health/readiness").status())
                .isEqualTo(200));
    }

    static void await(String what, Duration most, org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await(what)
                // A connection to a Redis that was killed is found to be gone by the first who uses it.
                .ignoreExceptionsInstanceOf(RedisException.class)
                .atMost(most)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }

    /** I1 and I2 now, and, as soon as nothing is open, I3. */
    void assertPromise() {
        List<String> broken = look(Invariants::brokenNow);
        assertThat(broken).as("I1 and I2, at any instant").isEmpty();
        await("every order to be settled", Duration.ofSeconds(90), () -> assertThat(look(Invariants::stillOpen))
                .isEmpty());
        assertThat(look(Invariants::brokenOnceQuiet))
                .as("I1, I2 and I3, once quiet")
                .isEmpty();
    }

    private interface Look {
        List<String> at(Connection connection) throws SQLException;
    }

    private List<String> look(Look look) {
        try (Connection connection = stack.rootConnection("")) {
            return look.at(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
