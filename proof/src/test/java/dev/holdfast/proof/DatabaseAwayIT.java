package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stack.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Without the database every request is told so, in bounded time; the pools recover by themselves. */
class DatabaseAwayIT extends AwayTest {
    /** What runs on a connection ends after 10 s (socketTimeout); what wants one is told after 3. */
    private static final Duration BOUNDED = Duration.ofSeconds(40);

    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 33;

    @Test
    void killed_it_is_missed_and_waited_for() throws Exception {
        long sku = shop.newSku(9);
        Wire.Reply first = shop.orderAs(key, line(sku, 1));
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        shop.stack.database().kill();
        assertEverythingIsUnavailable(sku, first);
        assertInnerEndpointsAreUnavailable(sku);
        for (Wire app : List.of(shop.orders, shop.stock)) {
            assertNotReadyFor(app, "db");
        }
        String published = shop.stack.published("stock-app.yaml");
        int port = shop.stack.settings().ports().stockApp() + PORTS_ON;
        Server impatient = shop.stack.furtherStockApp("stock-app-impatient", port);
        try {
            shop.stack.publish("stock-app.yaml", published + "\nspring.flyway.connect-retries: 0\n");
            assertThatThrownBy(impatient::start).hasMessageContaining("exit code 1");
            assertThat(Files.readString(impatient.log()))
                    .containsPattern(
                            "The database jdbc:mysql://.*/holdfast_stock gives holdfast_stock no connection: ");
        } finally {
            impatient.kill();
            shop.stack.publish("stock-app.yaml", published);
        }
        shop.stack.stockApp().kill();
        CompletableFuture<Void> started = starting(shop.stack.stockApp());
        await("stock-app to wait for it", IN_TIME, () -> assertThat(
                        Files.readString(shop.stack.stockApp().log()))
                .contains("Retrying in 1 sec"));
        shop.stack.database().start();
        awaitDone(started);
        assertRecovered(sku, first);
    }

    @Test
    void hanging_it_is_missed_within_the_timeouts() throws Exception {
        long sku = shop.newSku(9);
        Wire.Reply first = shop.orderAs(key, line(sku, 1));
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        shop.stack.database().pause();
        try {
            assertEverythingIsUnavailable(sku, first);
            assertInnerEndpointsAreUnavailable(sku);
            for (Wire app : List.of(shop.orders, shop.stock)) {
                assertNotReadyFor(app, "db");
            }
        } finally {
            shop.stack.database().resume();
        }
        assertRecovered(sku, first);
    }

    private void assertEverythingIsUnavailable(long sku, Wire.Reply first) {
        assertUnavailable(within(BOUNDED, () -> shop.order(line(sku, 1))), "urn:holdfast:orders-unavailable");
        assertUnavailable(within(BOUNDED, () -> shop.orderAs(key, line(sku, 1))), "urn:holdfast:orders-unavailable");
        assertUnavailable(within(BOUNDED, () -> shop.find(first.text("orderNo"))), "urn:holdfast:orders-unavailable");
        assertUnavailable(within(BOUNDED, () -> shop.gateway.get("/stock/" + sku)), "urn:holdfast:stock-busy");
    }

    /** Each is told in problem+json, and the log stays readable: a line now and then, no stack trace per request. */
    private void assertInnerEndpointsAreUnavailable(long sku) throws Exception {
        Path log = shop.stack.stockApp().log();
        long before = Files.size(log);
        long begun = System.nanoTime();
        String lines = "\"lines\":[" + line(sku, 1) + "]";
        Map<String, String> one = Map.of(
                "/tcc/reservations/away-1/try",
                "{\"xid\":\"x\"," + lines + "}",
                "/tcc/reservations/away-1/confirm",
                "{\"xid\":\"x\"}",
                "/tcc/reservations/away-1/cancel",
                "{\"xid\":\"x\"}",
                "/tcc/reservations/find",
                "{\"reservationIds\":[\"away-1\"]}",
                "/reconciliation?dryRun=true",
                "",
                "/stock/" + sku + "/replenishments",
                "{\"replenishmentId\":\"away\",\"storeId\":1,\"quantity\":1}");
        Map<String, String> many = Map.of(
                "/tcc/reservations/try",
                        "{\"xid\":\"x\",\"reservations\":[{\"reservationId\":\"away-2\"," + lines + "}]}",
                "/tcc/reservations/confirm", "{\"xid\":\"x\",\"reservationIds\":[\"away-2\"]}",
                "/tcc/reservations/cancel", "{\"xid\":\"x\",\"reservationIds\":[\"away-2\"]}");
        List<String> read = List.of(
                "/tcc/reservations/away-1", "/tcc/reservations?state=TRIED&olderThanSeconds=0", "/stock/" + sku);
        List<Callable<Wire.Reply>> questions = new ArrayList<>();
        for (int times = 0; times < 3; times++) {
            one.forEach((path, body) ->
                    questions.add(() -> unavailable(within(BOUNDED, () -> shop.stock.post(path, body)))));
            read.forEach(path -> questions.add(() -> unavailable(within(BOUNDED, () -> shop.stock.get(path)))));
            many.forEach((path, body) -> questions.add(() -> eachUnavailable(shop.stock.post(path, body))));
        }
        RaceIT.atOnce(questions.size(), questions);
        // Four sentences, each once in ten seconds, for 36 requests that failed.
        long tenSeconds = 1 + (System.nanoTime() - begun) / 10_000_000_000L;
        String said = Files.readString(log).substring((int) before);
        assertThat(said).doesNotContain("request failed");
        assertThat(said.lines().filter(each -> each.contains("requests since this was last said")))
                .hasSizeLessThanOrEqualTo(Math.toIntExact(4 * tenSeconds));
    }

    /** Not done, surely; or not known. Nothing else may be said. */
    private static Wire.Reply unavailable(Wire.Reply reply) {
        assertUnavailable(reply, reply.text("type"));
        assertThat(reply.text("type")).isIn("urn:holdfast:stock-busy", "urn:holdfast:outcome-unknown");
        return reply;
    }

    private static Wire.Reply eachUnavailable(Wire.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.body().path(0).at("/problem/status").asInt())
                .as(reply.toString())
                .isEqualTo(503);
        assertThat(reply.body().path(0).at("/problem/type").asText())
                .as(reply.toString())
                .isIn("urn:holdfast:stock-busy", "urn:holdfast:outcome-unknown");
        return reply;
    }

    /** Whatever became of the order that nobody was told of, the promise holds: that is checked after each test. */
    private void assertRecovered(long sku, Wire.Reply first) {
        for (Wire app : List.of(shop.orders, shop.stock)) {
            awaitHealth(app, "readiness", "UP");
        }
        awaitConfirmed(line(sku, 1));
        assertThat(shop.orderAs(key, line(sku, 1)).raw().body())
                .isEqualTo(first.raw().body());
    }
}
