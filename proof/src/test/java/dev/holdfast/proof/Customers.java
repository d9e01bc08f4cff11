package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buyers at the gateway who never repeat anything: each places one order after the other, looks at it, and looks at the
 * shelf. There is enough of everything, so every order has to be confirmed, now or a little later.
 */
final class Customers implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PLENTY = 1_000_000;

    private final Shop shop;
    private final List<Long> skus;
    private final ExecutorService threads;
    private final List<Future<?>> shopping = new ArrayList<>();
    private final Queue<String> ordered = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private volatile boolean open = true;

    Customers(Shop shop, int number) {
        this.shop = shop;
        this.skus = List.of(shop.newSku(PLENTY), shop.newSku(PLENTY), shop.newSku(PLENTY));
        threads = Executors.newFixedThreadPool(number);
        for (int i = 0; i < number; i++) {
            shopping.add(threads.submit(this::shop));
        }
    }

    private Void shop() throws InterruptedException {
        while (open) {
            long sku = skus.get(ThreadLocalRandom.current().nextInt(skus.size()));
            Wire.Reply order = said(() -> shop.order(line(sku, 1)), 201, 202);
            if (order != null) {
                ordered.add(order.text("orderNo"));
                said(() -> shop.find(order.text("orderNo")), 200);
                said(() -> shop.gateway.get("/stock/" + sku), 200);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return null;
    }

    private interface Asking {
        Wire.Reply ask();
    }

    /** @return null if it failed */
    private Wire.Reply said(Asking asking, Integer... good) {
        try {
            Wire.Reply reply = asking.ask();
            if (List.of(good).contains(reply.status())) {
                served.incrementAndGet();
                return reply;
            }
            failed.add(reply.toString());
        } catch (RuntimeException e) {
            failed.add(e.toString());
        }
        return null;
    }

    void untilMoreAreServed(int more) {
        int before = served.get();
        await("customers to be served", SOON, () -> assertThat(served.get()).isGreaterThanOrEqualTo(before + more));
    }

    /** Returns when the last is out. */
    void leave() throws Exception {
        open = false;
        for (Future<?> each : shopping) {
            each.get(90, TimeUnit.SECONDS);
        }
    }

    int served() {
        return served.get();
    }

    /** What was not answered as it should be. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    /** Every order that was taken is confirmed, or will be. */
    void assertToldTheTruth() {
        for (String orderNo : ordered) {
            await("order " + orderNo, SOON, () -> assertThat(shop.status(orderNo))
                    .isEqualTo("CONFIRMED"));
        }
    }

    @Override
    public void close() {
        open = false;
        threads.shutdownNow();
    }
}
