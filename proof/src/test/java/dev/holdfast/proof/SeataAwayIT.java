package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Without Seata nothing is ordered and everything is read; order-app finds it again by itself. */
class SeataAwayIT extends AwayTest {
    /** Far less than Seata's own calls may take, and time enough for a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final int BUYERS = 8;

    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 35;

    @Test
    void killed_it_is_missed_at_once_and_found_again_also_by_who_started_without_it() throws Exception {
        long sku = shop.newSku(900);
        Wire.Reply first = shop.orderAs(key, line(sku, 1));
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        int port = shop.stack.settings().ports().orderApp() + PORTS_ON;
        Wire second = new Wire(URI.create("http://127.0.0.1:" + port));
        Server orderTwo = shop.stack.furtherOrderApp("order-app-2", port);
        String refusedKey = UUID.randomUUID().toString();
        shop.stack.seata().kill();
        try {
            assertRefusedAndRead(sku, first);
            assertUnavailable(shop.orderAs(refusedKey, line(sku, 1)), "urn:holdfast:coordinator-unreachable");
            assertThat(shop.orderOf(refusedKey)).as("the key is free").isNull();
            awaitHealth(shop.orders, "readiness", "DOWN");
            assertNotReadyFor(shop.orders, "coordinator");
            assertRefusedAndRead(sku, first);

            CompletableFuture<Void> started = starting(orderTwo);
            awaitThere("order-app to live without Seata", () -> assertNotReadyFor(second, "coordinator"));
            Wire.Reply refused = orderAt(second, sku);
            assertUnavailable(refused, "urn:holdfast:coordinator-unreachable");

            shop.stack.seata().start();
            awaitDone(started);
            awaitHealth(shop.orders, "readiness", "UP");
            await("both to have orders confirmed", IN_TIME, () -> {
                assertThat(orderAt(second, sku).status()).isEqualTo(201);
                assertThat(orderAt(shop.orders, sku).status()).isEqualTo(201);
            });
            await("the key that was refused to be taken", IN_TIME, () -> assertThat(
                            shop.orderAs(refusedKey, line(sku, 1)).status())
                    .isEqualTo(201));
        } finally {
            orderTwo.stop();
        }
    }

    private static Wire.Reply orderAt(Wire orderApp, long sku) {
        return orderApp.post(
                "/orders",
                Shop.wish("u1", line(sku, 1)),
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    @Test
    void hanging_it_keeps_those_under_way_and_nobody_else() throws Exception {
        long sku = shop.newSku(10_000);
        Wire.Reply first = shop.orderAs(key, line(sku, 1));
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        AtomicBoolean open = new AtomicBoolean(true);
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        try {
            List<Future<List<Wire.Reply>>> told = IntStream.range(0, BUYERS)
                    .mapToObj(i -> buyers.submit(() -> orders(sku, open)))
                    .toList();
            await("orders to go through", IN_TIME, () -> assertThat(shop.level(sku))
                    .isNotEqualTo("9999/0/1"));
            shop.stack.seata().pause();
            awaitHealth(shop.orders, "readiness", "DOWN");
            assertNotReadyFor(shop.orders, "coordinator");
            assertRefusedAndRead(sku, first);
            open.set(false);
            for (Future<List<Wire.Reply>> each : told) {
                assertThat(each.get(2, TimeUnit.MINUTES))
                        .allMatch(reply -> Set.of(201, 202, 409, 503).contains(reply.status()));
            }
            shop.stack.seata().resume();
            awaitHealth(shop.orders, "readiness", "UP");
            awaitConfirmed(line(sku, 1));
        } finally {
            open.set(false);
            buyers.shutdown();
        }
    }

    private List<Wire.Reply> orders(long sku, AtomicBoolean open) {
        List<Wire.Reply> told = new ArrayList<>();
        while (open.get()) {
            told.add(shop.order(line(sku, 1)));
        }
        return told;
    }

    private void assertRefusedAndRead(long sku, Wire.Reply first) {
        Wire.Reply refused = within(AT_ONCE, () -> shop.order(line(sku, 1)));
        assertUnavailable(refused, "urn:holdfast:coordinator-unreachable");
        assertThat(shop.find(refused.text("orderNo")).text("status")).isEqualTo("REJECTED");
        assertThat(shop.reservation(refused.text("orderNo"))).isEqualTo("ABSENT");
        assertThat(shop.find(first.text("orderNo")).text("status")).isEqualTo("CONFIRMED");
        assertThat(shop.gateway.get("/stock/" + sku).status()).isEqualTo(200);
        Wire.Reply replay = within(AT_ONCE, () -> shop.orderAs(key, line(sku, 1)));
        assertThat(replay.raw().body()).as("a replay").isEqualTo(first.raw().body());
    }
}
