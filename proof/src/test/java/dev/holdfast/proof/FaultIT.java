package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes are killed and rows are locked at the moments that hurt. */
class FaultIT extends ShopTest {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final String key = UUID.randomUUID().toString();

    /** Before the promise is checked: whatever a test stopped runs again. */
    @AfterEach
    void everything_runs() {
        shop.stack.seata().start();
        shop.stack.stockApp().start();
        shop.stack.orderApp().start();
    }

    @Test
    void without_stock_app_an_order_is_unavailable_holds_nothing_and_its_key_is_free() throws Exception {
        long sku = shop.newSku(5);
        shop.stack.stockApp().kill();
        Wire.Reply refused = shop.orderAs(key, line(sku, 1));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.text("type")).isEqualTo("urn:holdfast:stock-unreachable");
        assertThat(refused.header("retry-after")).isNotNull();
        assertThat(shop.orderOf(key)).isNull();
        // Once Nacos has noticed, the same is said by the load balancer, and must mean the same.
        Wire.Reply again = shop.orderAs(key, line(sku, 1));
        assertThat(again.status()).as(again.toString()).isEqualTo(503);
        shop.stack.stockApp().start();
        await("stock-app to be found again", RECOVERY, () -> {
            Wire.Reply retried = shop.orderAs(key, line(sku, 1));
            assertThat(retried.status()).as(retried.toString()).isEqualTo(201);
        });
        assertThat(shop.level(sku)).isEqualTo("4/0/1");
        // Seata has cancelled the branch of the first attempt without stock-app: nothing had ever been sent.
        assertThat(shop.reservation(refused.text("orderNo"))).isEqualTo("ABSENT");
        assertThat(timesAsked("stock", refused.text("orderNo")))
                .as("not asked again")
                .isZero();
        assertThat(shop.find(refused.text("orderNo")).text("status")).isEqualTo("REJECTED");
    }

    @Test
    void connections_on_which_the_gateway_refused_orders_serve_again_when_order_app_is_back() throws Exception {
        long sku = shop.newSku(2_000);
        shop.stack.orderApp().kill();
        // Enough of them, one after the other on the same few connections, that a body left unread would be met.
        List<Callable<Wire.Reply>> refused = Collections.nCopies(2_000, () -> shop.order(line(sku, 1)));
        assertThat(RaceIT.atOnce(8, refused))
                .allMatch(reply -> reply.status() == 503 || reply.status() == 502)
                .allMatch(reply -> reply.header("retry-after") != null)
                .allMatch(reply -> "application/problem+json".equals(reply.header("content-type")));
        shop.stack.orderApp().start();
        await("the gateway to find order-app again", RECOVERY, () -> {
            List<Callable<Wire.Reply>> orders = Collections.nCopies(8, () -> shop.order(line(sku, 1)));
            assertThat(RaceIT.atOnce(8, orders)).allMatch(reply -> reply.status() == 201);
        });
    }

    @Test
    void an_order_that_fails_after_its_stock_was_held_gives_everything_back() throws Exception {
        long sku = shop.newSku(5);
        try (HeldOrder held = heldBetweenTheTries(sku)) {
            // The order row stays locked, so OrderTcc.try gives up, and so does whoever wants to write the outcome.
            Wire.Reply reply = held.reply.get(60, TimeUnit.SECONDS);
            assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
            await("stock to be cancelled", RECOVERY, () -> assertThat(shop.reservation(held.orderNo))
                    .isEqualTo("CANCELLED"));
            held.letOrderGo();
            await("the order to be cancelled", RECOVERY, () -> assertThat(shop.status(held.orderNo))
                    .isEqualTo("CANCELLED"));
        }
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        Wire.Reply replay = shop.orderAs(key, line(sku, 1));
        assertThat(replay.status()).as(replay.toString()).isEqualTo(409);
        assertThat(replay.text("type")).isEqualTo("urn:holdfast:order-cancelled");
    }

    @Test
    void an_order_is_not_confirmed_before_stock_has_said_yes() throws Exception {
        long sku = shop.newSku(5);
        try (HeldOrder held = heldBetweenTheTries(sku)) {
            shop.stack.stockApp().pause();
            try {
                held.letOrderGo();
                Wire.Reply reply = held.reply.get(60, TimeUnit.SECONDS);
                assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
                assertThat(reply.header("location")).isEqualTo("/orders/" + held.orderNo);
                // The call of the stock branch times out at the server, which skips it and knocks at the order's door.
                await("the order door to be asked", RECOVERY, () -> assertThat(timesAsked("order", held.orderNo))
                        .isPositive());
                assertThat(shop.status(held.orderNo)).isEqualTo("TRIED");
                Wire.Reply replay = shop.orderAs(key, line(sku, 1));
                assertThat(replay.status()).as(replay.toString()).isEqualTo(202);
            } finally {
                shop.stack.stockApp().resume();
            }
            await("the order to be confirmed", RECOVERY, () -> assertThat(shop.status(held.orderNo))
                    .isEqualTo("CONFIRMED"));
        }
        assertThat(shop.level(sku)).isEqualTo("4/0/1");
        assertThat(shop.orderAs(key, line(sku, 1)).status()).isEqualTo(201);
    }

    @Test
    void an_order_whose_stock_is_killed_before_the_confirm_is_confirmed_once_stock_is_back() throws Exception {
        long sku = shop.newSku(5);
        try (HeldOrder held = heldBetweenTheTries(sku)) {
            shop.stack.stockApp().kill();
            held.letOrderGo();
            assertThat(held.reply.get(60, TimeUnit.SECONDS).status()).isEqualTo(202);
            await("Seata to ask again", RECOVERY, () -> assertThat(timesAsked("stock", held.orderNo))
                    .isGreaterThan(2));
            assertThat(shop.status(held.orderNo)).isEqualTo("TRIED");
            shop.stack.stockApp().start();
            await("the order to be confirmed", RECOVERY, () -> assertThat(shop.status(held.orderNo))
                    .isEqualTo("CONFIRMED"));
        }
        assertThat(shop.level(sku)).isEqualTo("4/0/1");
    }

    @Test
    void a_seata_that_is_killed_during_phase_two_goes_on_with_it() throws Exception {
        long sku = shop.newSku(5);
        try (HeldOrder held = heldBetweenTheTries(sku)) {
            shop.stack.stockApp().kill();
            held.letOrderGo();
            assertThat(held.reply.get(60, TimeUnit.SECONDS).status()).isEqualTo(202);
            shop.stack.seata().kill();
            shop.stack.stockApp().start();
            shop.stack.seata().start();
            await("the order to be confirmed", RECOVERY, () -> assertThat(shop.status(held.orderNo))
                    .isEqualTo("CONFIRMED"));
        }
        assertThat(shop.level(sku)).isEqualTo("4/0/1");
    }

    @Test
    void an_order_app_that_is_killed_between_the_tries_leaves_nothing_held() throws Exception {
        long sku = shop.newSku(5);
        try (HeldOrder held = heldBetweenTheTries(sku)) {
            shop.stack.orderApp().kill();
            held.letOrderGo();
            assertThat(held.reply.get(60, TimeUnit.SECONDS).status())
                    .as("the gateway's own answer")
                    .isIn(502, 503);
            shop.stack.orderApp().start();
            await("Seata to time out and cancel", RECOVERY, () -> {
                assertThat(shop.reservation(held.orderNo)).isEqualTo("CANCELLED");
                assertThat(shop.status(held.orderNo)).isEqualTo("CANCELLED");
            });
        }
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void a_stock_app_that_hangs_during_the_try_ends_with_nothing_held() throws Exception {
        long sku = shop.newSku(5);
        shop.stack.stockApp().pause();
        Wire.Reply reply;
        try {
            reply = shop.orderAs(key, line(sku, 1));
        } finally {
            shop.stack.stockApp().resume();
        }
        assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
        assertThat(reply.text("type")).isEqualTo("urn:holdfast:try-failed");
        // Try and Cancel reached it in whatever order; either way the cancel has the last word.
        await("the cancel", RECOVERY, () -> assertThat(shop.reservation(reply.text("orderNo")))
                .isEqualTo("CANCELLED"));
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        Wire.Reply replay = shop.orderAs(key, line(sku, 1));
        assertThat(replay.raw().body()).isEqualTo(reply.raw().body());
    }

    private long timesAsked(String door, String orderNo) throws IOException {
        try (var lines = Files.lines(shop.stack.orderApp().log())) {
            return lines.filter(line -> line.contains("the " + door + " door of orders") && line.contains(orderNo))
                    .count();
        }
    }

    /** Its stock is tried and its own row is locked, so that OrderTcc.try waits. */
    private HeldOrder heldBetweenTheTries(long sku) throws SQLException {
        HeldOrder held = new HeldOrder(shop, shop.gateway, key, sku);
        assertThat(held.letStockGoAndHoldOrder()).as("the stock is tried").isTrue();
        return held;
    }
}
