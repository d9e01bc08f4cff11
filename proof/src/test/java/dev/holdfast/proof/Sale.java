package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buyers who go on reserving one unit after the other of one SKU at stock-app, and confirm most and cancel some. Faults
 * are for the test to bring about meanwhile.
 */
final class Sale implements AutoCloseable {
    /** More than any machine sells before a test has seen what it waits for. */
    static final int UNITS = 200_000;

    private static final int FEW = 200;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Shop shop;
    private final long sku;
    private final ExecutorService buyers;
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger sold = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicBoolean open = new AtomicBoolean(true);

    Sale(Shop shop, long sku, int buyers) {
        this.shop = shop;
        this.sku = sku;
        this.buyers = Executors.newFixedThreadPool(buyers);
        for (int i = 0; i < buyers; i++) {
            running.add(this.buyers.submit(this::buy));
        }
    }

    private void buy() {
        while (open.get()) {
            String id = UUID.randomUUID().toString();
            Wire.Reply reply = call(id, "try", "{\"xid\":\"x\",\"lines\":[%s]}".formatted(line(sku, 1)));
            if (reply.status() == 200) {
                boolean cancels = tries.incrementAndGet() % 8 == 0;
                Wire.Reply settled = call(id, cancels ? "cancel" : "confirm", "{\"xid\":\"x\"}");
                assertThat(settled.status()).as(settled.toString()).isEqualTo(200);
                sold.addAndGet(cancels ? 0 : 1);
            } else {
                assertThat(reply.text("type")).as(reply.toString()).isEqualTo("urn:holdfast:insufficient-stock");
            }
        }
    }

    private Wire.Reply call(String id, String verb, String body) {
        return shop.stock.post("/tcc/reservations/" + id + "/" + verb, body);
    }

    /** The sale goes on: so many more are sold, within 20 s. */
    void untilMoreAreSold(int more) {
        int before = sold.get();
        await("more units to be sold", SOON, () -> {
            assertThat(running).noneMatch(Future::isDone);
            assertThat(sold.get()).isGreaterThanOrEqualTo(before + more);
        });
    }

    /** Every unit is sold and none twice: most of those left to one buyer, the last ones to whoever is first. */
    void untilAllAreSold() throws Exception {
        leaveAFew();
        await("every unit to be sold", SOON, () -> {
            assertThat(running).noneMatch(Future::isDone);
            assertThat(sold.get()).isGreaterThanOrEqualTo(UNITS);
        });
        open.set(false);
        for (Future<?> buyer : running) {
            buyer.get(30, TimeUnit.SECONDS);
        }
        assertThat(sold.get()).isEqualTo(UNITS);
        assertThat(shop.level(sku)).isEqualTo("0/0/" + UNITS);
    }

    /** No order is refused while the database has units for it, whatever the gate counts. */
    private void leaveAFew() {
        for (int left = UNITS - sold.get(); left > FEW; left = UNITS - sold.get()) {
            int units = Math.min(left - FEW / 2, Line.MOST_UNITS);
            String id = UUID.randomUUID().toString();
            Wire.Reply held = call(id, "try", "{\"xid\":\"x\",\"lines\":[%s]}".formatted(line(sku, units)));
            assertThat(held.status()).as(held.toString()).isEqualTo(200);
            assertThat(call(id, "confirm", "{\"xid\":\"x\"}").status()).isEqualTo(200);
            sold.addAndGet(units);
        }
    }

    @Override
    public void close() {
        open.set(false);
        buyers.shutdown();
    }
}
