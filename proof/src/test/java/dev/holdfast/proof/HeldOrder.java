package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An order held still within its transaction, of which whoever runs it knows nothing: first its SKU's row is locked, so that
 * StockTcc.try hangs; then its own row instead, so that OrderTcc.try does. Each for two seconds at most.
 */
final class HeldOrder implements AutoCloseable {
    private final Shop shop;
    private final Connection stock;
    private final Connection order;
    final CompletableFuture<Wire.Reply> reply;
    final String orderNo;
    private final long sku;

    /** An order for one unit under a new key; its StockTcc.try hangs. */
    HeldOrder(Shop shop, Wire door, long sku) throws SQLException {
        this(shop, door, UUID.randomUUID().toString(), sku);
    }

    /** @param door the gateway or an order-app, where it is placed by buyer u1 */
    HeldOrder(Shop shop, Wire door, String key, long sku) throws SQLException {
        this.shop = shop;
        stock = connect();
        order = connect();
        this.sku = sku;
        holdStockAgain();
        reply = CompletableFuture.supplyAsync(
                () -> door.post("/orders", Shop.wish("u1", line(sku, 1)), "Idempotency-Key", key));
        await("the claim", Duration.ofSeconds(10), () -> assertThat(shop.orderOf(key))
                .isNotNull());
        orderNo = shop.orderOf(key);
    }

    private Connection connect() throws SQLException {
        Connection connection = shop.stack.rootConnection("");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void lock(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(query + " FOR UPDATE");
        }
    }

    /** Its row of stock is locked: whatever verb comes to it next hangs. @return true, always */
    boolean holdStockAgain() throws SQLException {
        lock(stock, "SELECT 1 FROM holdfast_stock.stock WHERE store_id = 1 AND sku_id = " + sku);
        return true;
    }

    void letStockGo() throws SQLException {
        stock.rollback();
    }

    /** From the first place to the second. @return true when its stock is held; false if its two seconds were over before */
    boolean letStockGoAndHoldOrder() throws SQLException {
        lock(order, "SELECT 1 FROM holdfast_order.orders WHERE order_no = '" + orderNo + "'");
        letStockGo();
        return soon(() -> shop.reservation(orderNo).equals("TRIED"));
    }

    /** @return true when it is TRIED; false if its two seconds were over before */
    boolean letOrderGoAndBeTried() throws SQLException {
        letOrderGo();
        return soon(() -> shop.status(orderNo).equals("TRIED"));
    }

    private static boolean soon(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    void letOrderGo() throws SQLException {
        order.rollback();
    }

    @Override
    public void close() throws SQLException {
        stock.close();
        order.close();
    }
}
