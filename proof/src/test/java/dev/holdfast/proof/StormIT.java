package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Buyers go on buying while servers are killed and come back; each must have been told the truth. */
class StormIT extends ShopTest {
    private static final int BUYERS = 8;

    private final AtomicBoolean open = new AtomicBoolean(true);

    @Test
    void whatever_dies_every_buyer_was_told_the_truth_and_no_unit_is_lost() throws Exception {
        List<Long> skus = List.of(shop.newSku(150), shop.newSku(100_000), shop.newSku(100_000));
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        try {
            List<Future<List<Wire.Reply>>> told = new ArrayList<>();
            for (int i = 0; i < BUYERS; i++) {
                told.add(buyers.submit(buyer(skus)));
            }
            for (Server victim : List.of(shop.stack.stockApp(), shop.stack.seata(), shop.stack.stockApp())) {
                untilMoreAreConfirmed();
                victim.kill();
                victim.start();
            }
            untilMoreAreConfirmed();
            open.set(false);
            shop.assertPromise();
            for (Future<List<Wire.Reply>> replies : told) {
                replies.get().forEach(this::assertTrue);
            }
        } finally {
            open.set(false);
            buyers.shutdownNow();
        }
    }

    private Callable<List<Wire.Reply>> buyer(List<Long> skus) {
        return () -> {
            List<Wire.Reply> replies = new ArrayList<>();
            while (open.get()) {
                List<Long> two = new ArrayList<>(skus);
                two.remove(ThreadLocalRandom.current().nextInt(two.size()));
                Wire.Reply reply = shop.order(line(two.get(1), 1), line(two.get(0), 2));
                replies.add(reply);
                if (reply.status() == 503) {
                    // As it asks for; each answer is checked against its row in the end.
                    TimeUnit.SECONDS.sleep(Long.parseLong(reply.header("Retry-After")));
                }
            }
            return replies;
        };
    }

    /** The load runs: fifty more orders go through. */
    private void untilMoreAreConfirmed() {
        int before = confirmed();
        await("orders to go through", Duration.ofSeconds(90), () -> assertThat(confirmed())
                .isGreaterThan(before + 50));
    }

    private int confirmed() {
        return Integer.parseInt(shop.sql("SELECT COUNT(*) FROM holdfast_order.orders WHERE status = 'CONFIRMED'"));
    }

    /** Once quiet: what this buyer was told is what the order's row says. */
    private void assertTrue(Wire.Reply reply) {
        if ("sold out".equals(reply.text("detail"))) {
            // Said from memory: no order was made.
            assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
            return;
        }
        String orderNo = reply.text("orderNo");
        assertThat(orderNo).as(reply.toString()).isNotNull();
        String status = shop.status(orderNo);
        switch (reply.status()) {
            case 201 -> assertThat(status).as(reply.toString()).isEqualTo("CONFIRMED");
            case 202 -> assertThat(status).as(reply.toString()).isIn("CONFIRMED", "CANCELLED", "REJECTED");
            case 409 -> assertThat(status).as(reply.toString()).isIn("CANCELLED", "REJECTED");
            case 503 -> {
                assertThat(status).as(reply.toString()).isEqualTo("REJECTED");
                assertThat(shop.sql("SELECT idempotency_key FROM holdfast_order.orders WHERE order_no = ?", orderNo))
                        .as("the key is free: " + reply)
                        .isNull();
            }
            default -> throw new AssertionError("no answer that an order may get: " + reply);
        }
    }
}
