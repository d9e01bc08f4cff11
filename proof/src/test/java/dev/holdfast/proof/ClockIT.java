package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static dev.holdfast.proof.Traps.Line.after;
import static dev.holdfast.proof.Traps.Line.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.proof.Traps.Trap;
import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two order-apps and two stock-apps; the clocks of the second ones are five minutes off. */
class ClockIT extends LeftOpenTest {
    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 60;

    private final List<Server> shifted = new ArrayList<>();
    private Wire secondStock;
    private Wire secondOrders;
    private int traps;

    private static int portOf(int first) {
        return first + PORTS_ON;
    }

    @AfterEach
    void stopShifted() {
        shifted.parallelStream().forEach(Server::stop);
    }

    private void startShifted(int seconds) throws Exception {
        Stack stack = shop.stack;
        Map<String, String> told = ShiftedClock.environment(stack.settings().directory(), seconds);
        int orderPort = portOf(stack.settings().ports().orderApp());
        traps = orderPort + 10;
        Map<String, String> toldToOrderApp = new HashMap<>(told);
        toldToOrderApp.putAll(Traps.environment(traps));
        Server orderTwo = stack.furtherOrderApp("order-app-2", orderPort, toldToOrderApp);
        secondOrders = new Wire(URI.create("http://" + orderTwo.address()));
        shifted.add(orderTwo);
        Server stockTwo = stack.furtherStockApp(
                "stock-app-2", portOf(stack.settings().ports().stockApp()), told);
        secondStock = new Wire(URI.create("http://" + stockTwo.address()));
        shifted.add(stockTwo);
        shifted.parallelStream().forEach(Server::start);
    }

    private static Wire.Reply order(Wire orderApp, String key, long sku) {
        return orderApp.post("/orders", Shop.wish("u1", line(sku, 1)), "Idempotency-Key", key);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, -300})
    void nothing_is_settled_early_forgotten_or_called_drift(int seconds) throws Exception {
        startShifted(seconds);
        long sku = shop.newSku(1_000);
        List<String> keys = new ArrayList<>();
        await("both stock-apps to have been asked by both order-apps", RECOVERY, () -> {
            for (int i = 0; i < 8; i++) {
                String key = UUID.randomUUID().toString();
                Wire.Reply reply = order(i % 2 == 0 ? secondOrders : shop.orders, key, sku);
                assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
                keys.add(key);
            }
        });
        Instant placed = Instant.parse(
                order(secondOrders, UUID.randomUUID().toString(), sku).text("createdAt"));
        assumeTrue(
                Duration.between(Instant.now().plusSeconds(seconds), placed)
                                .abs()
                                .toSeconds()
                        < 120,
                "this JVM does not ask its libc for the time");

        try (Traps atOrderTwo = new Traps(traps)) {
            Trap beforeBegin = atOrderTwo.set(before("dev.holdfast.order.tcc.OrderTransaction", "run"), any -> true);
            staysUntilLetGo(beforeBegin, sku, "CONFIRMED");
            Trap tried = atOrderTwo.set(after("dev.holdfast.order.tcc.OrderTcc", "tryPlace"), any -> true);
            // CANCELLED, if Seata ran out of patience before; in any case not by the resolver.
            staysUntilLetGo(tried, sku, "CONFIRMED", "CANCELLED");
        }

        JsonNode orders = reconciled(secondOrders, "minutes=60");
        assertThat(orders.path("orders").asInt()).isGreaterThanOrEqualTo(keys.size());
        for (String key : keys) {
            String orderNo = shop.orderOf(key);
            assertThat(shop.status(orderNo) + "/" + shop.reservation(orderNo)).isEqualTo("CONFIRMED/CONFIRMED");
            assertThat(order(secondOrders, key, sku).text("orderNo")).isEqualTo(orderNo);
            assertThat(orders.path("findings").toString()).doesNotContain(orderNo);
        }
        JsonNode stock = reconciled(secondStock, "dryRun=true");
        assertThat(stock.path("stockRows").asInt()).isPositive();
        assertThat(stock.path("forAPerson").toString() + stock.path("inTheGate"))
                .doesNotContain("\"skuId\":" + sku);
        assertThat(shop.sql("SELECT compared_to < UTC_TIMESTAMP(3) FROM holdfast_order.order_reconciliation"))
                .as("what is finished from now on will be compared")
                .isEqualTo("1");
    }

    private static JsonNode reconciled(Wire app, String how) {
        Wire.Reply reply = app.post("/reconciliation?" + how, "");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.body();
    }

    /** An order in flight, while resolvers of both clocks come by. */
    private void staysUntilLetGo(Trap trap, long sku, String... ends) throws Exception {
        String key = UUID.randomUUID().toString();
        CompletableFuture<Wire.Reply> reply = CompletableFuture.supplyAsync(() -> order(secondOrders, key, sku));
        trap.awaitCaught();
        String orderNo = shop.orderOf(key);
        String witness = order("NEW", null, sku, 1);
        oldOrder(witness);
        awaitStatus(witness, "REJECTED");
        assertThat(log(orderNo)).isEmpty();
        trap.letGo();
        assertThat(reply.get(60, TimeUnit.SECONDS).status()).isIn(201, 202, 409);
        await("the order to end", RECOVERY, () -> assertThat(shop.status(orderNo))
                .isIn((Object[]) ends));
        assertThat(log(orderNo)).isEmpty();
    }
}
