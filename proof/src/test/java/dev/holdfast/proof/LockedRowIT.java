package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A stock row that a transaction from outside holds locked stops the orders of its own SKU, and no other order. */
class LockedRowIT extends ShopTest {
    private static final int SKUS = 256;
    private static final int CLIENTS = 64;

    /** Every eighth order is for the SKU that is going to be locked, so that transactions of it are always under way. */
    private static final int SHARE = 8;

    private static final Duration SOON = Duration.ofMinutes(3);

    /** One answered order. */
    private record Sold(long sku, String key, Wire.Reply reply, long begunAt, Duration took) {
        String type() {
            return reply.text("type");
        }
    }

    private final Queue<Sold> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean open = true;

    @Test
    void orders_of_other_skus_are_confirmed_while_one_row_is_locked_and_those_of_its_own_have_a_free_key()
            throws Exception {
        List<Long> skus = skus();
        // The last in lock order: whatever waits for it holds the others.
        long locked = Collections.max(skus);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> buying = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            buying.add(clients.submit(() -> buy(skus)));
        }
        long lockedAt;
        long unlockedAt;
        try {
            untilAnswered(sold -> true, 2_000);
            lockedAt = System.nanoTime();
            LockedRow.stock(shop, locked).during(() -> {
                long begin = System.nanoTime();
                untilAnswered(since(begin).and(sold -> sold.sku() != locked), 2_000);
                untilAnswered(
                        since(begin)
                                .and(sold ->
                                        sold.sku() == locked && sold.reply().status() == 503),
                        50);
            });
            unlockedAt = System.nanoTime();
            untilAnswered(
                    since(unlockedAt)
                            .and(sold -> sold.sku() == locked && sold.reply().status() == 201),
                    50);
        } finally {
            open = false;
        }
        for (Future<?> client : buying) {
            client.get(90, TimeUnit.SECONDS);
        }
        clients.shutdown();
        print("before", sold -> sold.sku() != locked && sold.begunAt() < lockedAt);
        print("locked", sold -> sold.sku() != locked && sold.begunAt() >= lockedAt && sold.begunAt() < unlockedAt);
        print(
                "locked, the row's own",
                sold -> sold.sku() == locked && sold.begunAt() >= lockedAt && sold.begunAt() < unlockedAt);
        assertThat(answered)
                .as("orders of other SKUs")
                .filteredOn(sold -> sold.sku() != locked)
                .allMatch(sold -> sold.reply().status() == 201, "are confirmed");
        // 202: its stock was held before the row was locked, and its Confirm could not be done then.
        assertThat(answered)
                .as("orders of the SKU whose row was locked")
                .filteredOn(sold -> sold.sku() == locked)
                .allMatch(
                        sold -> List.of(201, 202).contains(sold.reply().status())
                                || sold.reply().status() == 503
                                        && "urn:holdfast:stock-unreachable".equals(sold.type())
                                        && sold.reply().header("retry-after") != null,
                        "are confirmed, open, or unavailable");
        List<Sold> unavailable =
                answered.stream().filter(sold -> sold.reply().status() == 503).toList();
        for (Sold sold : unavailable) {
            String orderNo = sold.reply().text("orderNo");
            assertThat(shop.orderOf(sold.key())).isNull();
            assertThat(shop.status(orderNo)).isEqualTo("REJECTED");
            assertThat(shop.reservation(orderNo)).isEqualTo("ABSENT");
        }
        for (Sold sold : unavailable.subList(0, 10)) {
            assertThat(shop.orderAs(sold.key(), line(locked, 1)).status()).isEqualTo(201);
        }
        for (Sold sold : answered) {
            if (sold.reply().status() == 202) {
                await("what was open to be confirmed", SOON, () -> assertThat(
                                shop.status(sold.reply().text("orderNo")))
                        .isEqualTo("CONFIRMED"));
            }
        }
    }

    private List<Long> skus() throws Exception {
        List<Callable<Long>> all = IntStream.range(0, SKUS)
                .<Callable<Long>>mapToObj(i -> () -> shop.newSku(1_000_000))
                .toList();
        return RaceIT.atOnce(8, all).stream().sorted().toList();
    }

    private void buy(List<Long> skus) {
        while (open) {
            int turn = next.getAndIncrement();
            long sku = skus.get(turn % SHARE == 0 ? SKUS - 1 : turn % SKUS);
            String key = UUID.randomUUID().toString();
            long begin = System.nanoTime();
            Wire.Reply reply = shop.orderAs(key, line(sku, 1));
            answered.add(new Sold(sku, key, reply, begin, Duration.ofNanos(System.nanoTime() - begin)));
        }
    }

    private static Predicate<Sold> since(long begin) {
        return sold -> sold.begunAt() >= begin;
    }

    private void untilAnswered(Predicate<Sold> which, int count) {
        await(count + " orders to be answered", SOON, () -> assertThat(
                        answered.stream().filter(which).limit(count).count())
                .isEqualTo(count));
    }

    private void print(String when, Predicate<Sold> which) {
        long[] millis = answered.stream()
                .filter(which)
                .mapToLong(sold -> sold.took().toMillis())
                .sorted()
                .toArray();
        System.out.printf(
                "%s: %d orders, p50 %d ms, p99 %d ms, longest %d ms, statuses %s%n",
                when,
                millis.length,
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                LongStream.of(millis).max().orElse(0),
                answered.stream()
                        .filter(which)
                        .collect(java.util.stream.Collectors.groupingBy(
                                sold -> sold.reply().status() + " " + sold.type(),
                                java.util.stream.Collectors.counting())));
    }
}
