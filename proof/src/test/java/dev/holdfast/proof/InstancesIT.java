package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two order-apps and two stock-apps: they share the hot rows and the keeper's work, and all hear of sold out. */
class InstancesIT extends GateTest {

    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 30;

    private static Server stockTwo;
    private static Server orderTwo;
    private static Wire secondStock;
    private static Wire secondOrders;

    @BeforeAll
    static void start(Stack stack) {
        int stockPort = stack.settings().ports().stockApp() + PORTS_ON;
        int orderPort = stack.settings().ports().orderApp() + PORTS_ON;
        stockTwo = stack.furtherStockApp("stock-app-2", stockPort);
        orderTwo = stack.furtherOrderApp("order-app-2", orderPort);
        secondStock = new Wire(URI.create("http://127.0.0.1:" + stockPort));
        secondOrders = new Wire(URI.create("http://127.0.0.1:" + orderPort));
        stockTwo.start();
        orderTwo.start();
    }

    @AfterAll
    static void stop() {
        orderTwo.stop();
        stockTwo.stop();
    }

    private static Wire.Reply orderAt(Wire orderApp, String key, String line) {
        return orderApp.post("/orders", Shop.wish("u1", line), "Idempotency-Key", key);
    }

    private static Wire.Reply orderAt(Wire orderApp, String line) {
        return orderAt(orderApp, UUID.randomUUID().toString(), line);
    }

    private List<Wire> orderApps() {
        return List.of(shop.orders, secondOrders);
    }

    private void assertRefusedFromMemory(Wire orderApp, long sku) {
        Wire.Reply refused = orderAt(orderApp, line(sku, 1));
        assertShort(refused, 1, 0);
        assertThat(refused.text("orderNo")).as("no order was made").isNull();
    }

    @Test
    void two_hundred_orders_at_both_for_forty_hot_units_exactly_forty_are_confirmed() throws Exception {
        long sku = newHotSku(40);
        List<Callable<Wire.Reply>> orders = IntStream.range(0, 200)
                .<Callable<Wire.Reply>>mapToObj(i -> () -> orderAt(orderApps().get(i % 2), line(sku, 1)))
                .toList();
        List<Wire.Reply> replies = RaceIT.atOnce(32, orders);
        assertThat(replies.stream().collect(Collectors.groupingBy(Wire.Reply::status, Collectors.counting())))
                .isEqualTo(Map.of(201, 40L, 409, 160L));
        assertThat(shop.level(sku)).isEqualTo("0/0/40");
        assertGateIsRight(sku);
    }

    @Test
    void one_key_at_both_at_once_is_one_order() throws Exception {
        long sku = newHotSku(100);
        String key = UUID.randomUUID().toString();
        List<Callable<Wire.Reply>> orders = IntStream.range(0, 40)
                .<Callable<Wire.Reply>>mapToObj(i -> () -> orderAt(orderApps().get(i % 2), key, line(sku, 2)))
                .toList();
        List<Wire.Reply> replies = RaceIT.atOnce(16, orders);
        assertThat(replies.stream()
                        .filter(reply -> reply.status() < 300)
                        .map(reply -> reply.text("orderNo"))
                        .distinct())
                .hasSize(1);
        assertThat(shop.level(sku)).isEqualTo("98/0/2");
        assertGateIsRight(sku);
    }

    @Test
    void the_mark_reaches_both_and_neither_keeps_it_when_units_arrive_at_either() {
        long sku = newHotSku(1);
        assertThat(orderAt(shop.orders, line(sku, 1)).status()).isEqualTo(201);
        for (Wire orderApp : orderApps()) {
            await("the mark", SOON, () -> assertRefusedFromMemory(orderApp, sku));
        }
        for (Shop at : List.of(new Shop(shop.stack, secondStock), shop)) {
            at.replenish(sku, 1, 2);
            for (Wire orderApp : orderApps()) {
                await("the units", Duration.ofSeconds(2), () -> assertThat(
                                orderAt(orderApp, line(sku, 1)).status())
                        .isEqualTo(201));
            }
        }
        assertThat(shop.level(sku)).isEqualTo("0/0/5");
        assertGateIsRight(sku);
    }

    @Test
    void what_is_in_demand_at_one_is_gated_at_the_other() throws Exception {
        long sku = shop.newSku(1000);
        Shop second = new Shop(shop.stack, secondStock);
        whileInDemand(
                () -> tryAt(second, line(sku, 1001)),
                () -> await("the row to be hot at both", SOON, () -> {
                    double before = counted("sold-out");
                    assertThat(tryIt(UUID.randomUUID().toString(), line(sku, 1001))
                                    .status())
                            .isEqualTo(409);
                    assertThat(counted("sold-out")).isEqualTo(before + 1);
                }));
        assertGateIsRight(sku);
    }

    private static Wire.Reply tryAt(Shop shop, String line) {
        return shop.stock.post(
                "/tcc/reservations/" + UUID.randomUUID() + "/try", "{\"xid\":\"x\",\"lines\":[%s]}".formatted(line));
    }

    @Test
    void when_one_is_killed_the_other_keeps_the_counts_right() {
        long sku = newHotSku(5);
        for (Server stockApp : List.of(stockTwo, shop.stack.stockApp())) {
            stockApp.kill();
            keys.setFree(row(sku), 900);
            assertGateIsRight(sku);
            stockApp.start();
        }
    }
}
