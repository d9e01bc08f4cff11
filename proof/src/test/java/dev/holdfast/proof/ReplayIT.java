package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** Two order-apps, and a SKU that is sold out: what one has answered, the other answers as well, at once and to the byte. */
class ReplayIT extends GateTest {
    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 40;

    private static Server orderTwo;
    private static Wire second;

    @BeforeAll
    static void start(Stack stack) {
        int port = stack.settings().ports().orderApp() + PORTS_ON;
        orderTwo = stack.furtherOrderApp("order-app-2", port);
        second = new Wire(URI.create("http://127.0.0.1:" + port));
        orderTwo.start();
    }

    @AfterAll
    static void stop() {
        orderTwo.stop();
    }

    private static Wire.Reply orderAt(Wire orderApp, String key, long sku) {
        return orderApp.post("/orders", Shop.wish("u1", line(sku, 1)), "Idempotency-Key", key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static boolean isRefusedFromMemory(Wire.Reply reply) {
        return reply.status() == 409 && reply.text("orderNo") == null;
    }

    private void say(String word, long sku) {
        keys.redis.getTopic("holdfast:sold-out", StringCodec.INSTANCE).publish(word + " " + row(sku));
    }

    private void sellOut(long sku, int units) {
        for (int i = 0; i < units; i++) {
            assertThat(orderAt(shop.orders, key(), sku).status()).isEqualTo(201);
        }
        for (Wire orderApp : List.of(shop.orders, second)) {
            await("the mark", SOON, () -> assertThat(orderAt(orderApp, key(), sku))
                    .matches(ReplayIT::isRefusedFromMemory));
        }
    }

    private static void assertSameAtBoth(String key, long sku, Wire.Reply first, Wire at) {
        Wire.Reply replay = orderAt(at, key, sku);
        assertThat(replay.status()).as("%s, then %s", first, replay).isEqualTo(first.status());
        assertThat(replay.raw().body()).isEqualTo(first.raw().body());
    }

    /** One order-app has not heard of the mark and places the order; the other has, and knows every key up to a moment ago. */
    @Test
    void what_stock_refused_beside_a_mark_is_not_refused_from_memory_elsewhere() {
        long sku = newHotSku(1);
        sellOut(sku, 1);
        int placed = 0;
        for (int round = 0; round < 400 && placed < 40; round++) {
            await("the second to know", SOON, () -> {
                say("sold-out", sku);
                assertThat(orderAt(second, key(), sku)).matches(ReplayIT::isRefusedFromMemory);
            });
            say("back", sku);
            String key = key();
            Wire.Reply first = orderAt(shop.orders, key, sku);
            say("sold-out", sku);
            if (!isRefusedFromMemory(first)) {
                placed++;
                assertShort(first, 1, 0);
                for (int again = 0; again < 5; again++) {
                    assertSameAtBoth(key, sku, first, second);
                }
            }
        }
        assertThat(placed).as("orders that were placed beside a mark").isEqualTo(40);
        assertGateIsRight(sku);
    }

    @Test
    void while_units_come_and_sell_out_again_every_answer_stands_at_both() throws Exception {
        long sku = newHotSku(1);
        sellOut(sku, 1);
        int confirmed = 0;
        int refused = 0;
        for (int round = 0; round < 40; round++) {
            Wire at = round % 2 == 0 ? shop.orders : second;
            Wire other = round % 2 == 0 ? second : shop.orders;
            shop.replenish(sku, 1, 1);
            List<String> used = List.of(key(), key(), key(), key());
            List<Callable<Wire.Reply>> orders = new ArrayList<>();
            used.forEach(key -> orders.add(() -> orderAt(at, key, sku)));
            List<Wire.Reply> replies = RaceIT.atOnce(4, orders);
            for (int i = 0; i < used.size(); i++) {
                Wire.Reply first = replies.get(i);
                if (first.text("orderNo") != null && first.status() != 202) {
                    assertSameAtBoth(used.get(i), sku, first, other);
                    assertSameAtBoth(used.get(i), sku, first, at);
                    confirmed += first.status() == 201 ? 1 : 0;
                    refused += first.status() == 409 ? 1 : 0;
                }
            }
        }
        assertThat(confirmed).isPositive();
        assertThat(refused).isPositive();
        assertGateIsRight(sku);
    }
}
