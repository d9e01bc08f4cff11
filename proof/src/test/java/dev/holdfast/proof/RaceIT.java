package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many at once. Exact numbers; whatever a thread threw fails the test. */
class RaceIT extends ShopTest {
    @Test
    void hundred_buyers_ten_units_exactly_ten_leave() throws Exception {
        long sku = shop.newSku(10);
        List<Wire.Reply> replies = atOnce(
                32,
                IntStream.range(0, 100)
                        .<Callable<Wire.Reply>>mapToObj(buyer -> () -> shop.order(line(sku, 1)))
                        .toList());
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(10);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 409)
                .hasSize(90)
                .allMatch(reply -> "urn:holdfast:insufficient-stock".equals(reply.text("type")));
        assertThat(shop.level(sku)).isEqualTo("0/0/10");
    }

    @Test
    void buyers_of_two_skus_in_opposite_line_order_never_wait_for_each_other() throws Exception {
        long a = shop.newSku(200);
        long b = shop.newSku(200);
        List<Callable<Wire.Reply>> buyers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            buyers.add(() -> shop.order(line(a, 1), line(b, 1)));
            buyers.add(() -> shop.order(line(b, 1), line(a, 1)));
        }
        assertThat(atOnce(16, buyers)).allMatch(reply -> reply.status() == 201);
        assertThat(shop.level(a)).isEqualTo("100/0/100");
        assertThat(shop.level(b)).isEqualTo("100/0/100");
    }

    @Test
    void sixty_orders_of_a_hundred_distinct_skus_each_are_all_confirmed() throws Exception {
        long first = shop.newSkus(6_000);
        List<Callable<Wire.Reply>> buyers = LongStream.range(0, 60)
                .<Callable<Wire.Reply>>mapToObj(
                        i -> () -> shop.order(LongStream.range(first + 100 * i, first + 100 * (i + 1))
                                .mapToObj(sku -> line(sku, 1))
                                .toArray(String[]::new)))
                .toList();
        assertThat(atOnce(60, buyers)).allMatch(reply -> reply.status() == 201);
        assertThat(shop.sql(
                        "SELECT COUNT(*) FROM holdfast_stock.stock WHERE sku_id >= ? AND sku_id < ? AND sold = 1",
                        first,
                        first + 6_000))
                .isEqualTo("6000");
    }

    @Test
    void a_key_used_many_times_at_once_makes_one_order() throws Exception {
        long sku = shop.newSku(100);
        String key = UUID.randomUUID().toString();
        List<Wire.Reply> replies = atOnce(
                16,
                IntStream.range(0, 16)
                        .<Callable<Wire.Reply>>mapToObj(i -> () -> shop.orderAs(key, line(sku, 1)))
                        .toList());
        assertThat(replies).allMatch(reply -> reply.status() == 201 || stillRunning(reply));
        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 201)
                        .map(reply -> reply.text("orderNo"))
                        .distinct())
                .hasSize(1);
        assertThat(shop.level(sku)).isEqualTo("99/0/1");
        assertThat(shop.orderAs(key, line(sku, 1)).status()).isEqualTo(201);
        assertThat(shop.level(sku)).isEqualTo("99/0/1");
    }

    private static boolean stillRunning(Wire.Reply reply) {
        return reply.status() == 409
                && "urn:holdfast:still-running".equals(reply.text("type"))
                && reply.header("retry-after") != null;
    }

    @Test
    void two_orders_for_more_than_there_is_never_both_succeed() throws Exception {
        for (int round = 0; round < 20; round++) {
            long sku = shop.newSku(3);
            List<Wire.Reply> replies =
                    atOnce(2, List.of(() -> shop.order(line(sku, 2)), () -> shop.order(line(sku, 2))));
            assertThat(replies).extracting(Wire.Reply::status).containsExactlyInAnyOrder(201, 409);
            assertThat(shop.level(sku)).isEqualTo("1/0/2");
        }
    }

    static <T> List<T> atOnce(int threads, List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(calls, 5, TimeUnit.MINUTES)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
