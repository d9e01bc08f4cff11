package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** A test in which something that the apps depend on is away; afterwards all is back, and nothing was lost. */
abstract class AwayTest extends ShopTest {
    /** For what needs servers to be started or a timeout to pass: a busy machine takes minutes for three apps at once. */
    static final Duration IN_TIME = Duration.ofMinutes(5);

    final String key = UUID.randomUUID().toString();

    @AfterEach
    void everything_is_back() {
        Stack stack = shop.stack;
        for (Server server : List.of(
                stack.database(),
                stack.redis(),
                stack.nacos(),
                stack.seata(),
                stack.stockApp(),
                stack.orderApp(),
                stack.gatewayApp())) {
            if (server.running()) {
                server.resume();
            }
            server.start();
        }
    }

    /** What an app says of itself: UP or DOWN. @param path below its health: readiness, liveness, readiness/db */
    static String health(Wire app, String path) {
        return app.management().get("/actuator/health/" + path).text("status");
    }

    /** Also while nobody listens there yet. */
    static void awaitThere(String what, org.awaitility.core.ThrowingRunnable assertion) {
        await(what, IN_TIME, () -> {
            try {
                assertion.run();
            } catch (UncheckedIOException nobody) {
                throw new AssertionError(nobody);
            }
        });
    }

    static void awaitHealth(Wire app, String path, String status) {
        awaitThere(
                path + " to be " + status, () -> assertThat(health(app, path)).isEqualTo(status));
    }

    /** Lives, and is not ready because of this one. */
    static void assertNotReadyFor(Wire app, String component) {
        Wire.Reply reply = app.management().get("/actuator/health/readiness");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.body().at("/components/" + component + "/status").asText())
                .as(reply.toString())
                .isEqualTo("DOWN");
        assertThat(health(app, "liveness")).isEqualTo("UP");
    }

    static void assertUnavailable(Wire.Reply reply, String type) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.header("content-type")).startsWith("application/problem+json");
        assertThat(reply.header("retry-after")).as(reply.toString()).isNotNull();
        assertThat(reply.text("type")).as(reply.toString()).isEqualTo(type);
    }

    /** The answer, which was there within this time. */
    static Wire.Reply within(Duration most, Supplier<Wire.Reply> asked) {
        long begun = System.nanoTime();
        Wire.Reply reply = asked.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("time until " + reply)
                .isLessThan(most);
        return reply;
    }

    /** Starts it beside the test: it is ready, and the future done, only when what it waits for is back. */
    static CompletableFuture<Void> starting(Server server) {
        return CompletableFuture.runAsync(server::start);
    }

    static void awaitDone(CompletableFuture<Void> start) throws Exception {
        start.get(5, TimeUnit.MINUTES);
    }

    /** Again and again under new keys until one is confirmed. */
    void awaitConfirmed(String line) {
        awaitThere("an order to be confirmed", () -> {
            Wire.Reply reply = shop.order(line);
            assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        });
    }
}
