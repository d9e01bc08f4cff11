package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test with orders that were left open, and with two order-apps. */
abstract class RecoveryTest extends LeftOpenTest {
    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 31;

    static Server orderTwo;
    static Wire secondOrders;

    @BeforeAll
    static void startSecond(Stack stack) {
        int port = stack.settings().ports().orderApp() + PORTS_ON;
        orderTwo = stack.furtherOrderApp("order-app-2", port);
        secondOrders = new Wire(URI.create("http://127.0.0.1:" + port));
        orderTwo.start();
    }

    @AfterAll
    static void stopSecond() {
        orderTwo.stop();
    }

    @BeforeEach
    void the_second_takes_orders() {
        shop.awaitReady(secondOrders);
    }

    /** How often both order-apps left something open for this reason since they started. */
    double leftOpen(String why) {
        return Stream.of(shop.orders, secondOrders)
                .mapToDouble(app -> leftOpen(app, why))
                .sum();
    }

    static double leftOpen(Wire orderApp, String why) {
        try {
            Wire.Reply reply =
                    orderApp.management().get("/actuator/metrics/holdfast.recovery.left.open?tag=why:" + why);
            return reply.status() == 200
                    ? reply.body().path("measurements").path(0).path("value").asDouble()
                    : 0;
        } catch (UncheckedIOException stopped) {
            return 0;
        }
    }

    void awaitLeftOpen(String why, Work work) throws Exception {
        double before = leftOpen(why);
        work.run();
        await("something to be left open: " + why, RECOVERY, () -> assertThat(leftOpen(why))
                .isGreaterThan(before));
    }

    interface Work {
        void run() throws Exception;
    }
}
