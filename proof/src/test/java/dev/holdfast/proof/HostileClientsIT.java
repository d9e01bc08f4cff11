package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.faults.HostileClients;
import dev.holdfast.proof.faults.HostileClients.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of clients that stop half-way, trickle, do not listen or say nothing, beside buyers who buy: each order is
 * confirmed. How long the buyers waited is printed, not asserted: it is the machine's affair.
 */
class HostileClientsIT extends ShopTest {
    private static final int OF_EACH = 500;
    private static final int BUYERS = 16;
    private static final int ORDERS = 40;
    private static final String ESTABLISHED = "01";
    private static final Duration IN_TIME = Duration.ofMinutes(5);

    @Test
    void every_order_is_confirmed_beside_hostile_clients_and_what_they_held_is_freed() throws Exception {
        long sku = shop.newSku(3 * BUYERS * ORDERS + 1);
        buyAll(sku);
        List<Long> alone = buyAll(sku);
        int connections = connections();

        List<Long> beside;
        try (HostileClients hostile = new HostileClients(shop.stack.gateway(), OF_EACH)) {
            await("all of them to be connected", IN_TIME, () -> assertThat(Kind.values())
                    .allMatch(kind -> hostile.connected(kind) >= OF_EACH));
            beside = buyAll(sku);
            await("the gateway to have had enough of each", IN_TIME, () -> assertThat(Kind.values())
                    .as(hostile.toString())
                    .allMatch(kind -> hostile.ended(kind) >= OF_EACH));
            assertThat(hostile.timeouts())
                    .as("half and trickling bodies told 408")
                    .isGreaterThanOrEqualTo(OF_EACH);
            System.out.println(hostile);
        }
        System.out.printf(
                Locale.ROOT,
                "%d buyers alone: p50 %d ms, p99 %d ms; beside %d hostile clients of each kind: p50 %d ms, p99 %d ms%n",
                BUYERS,
                percentile(alone, 50),
                percentile(alone, 99),
                OF_EACH,
                percentile(beside, 50),
                percentile(beside, 99));

        assertThat(shop.order(line(sku, 1)).status()).isEqualTo(201);
        assertThat(shop.level(sku)).isEqualTo("0/0/" + (3 * BUYERS * ORDERS + 1));
        await("their connections to be gone", IN_TIME, () -> assertThat(connections())
                .isLessThanOrEqualTo(connections + BUYERS));
    }

    /** Each buyer so many orders, one after the other; how many ms each took. */
    private List<Long> buyAll(long sku) throws Exception {
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        try {
            List<Future<List<Long>>> buying = IntStream.range(0, BUYERS)
                    .mapToObj(i -> buyers.submit(() -> buy(sku)))
                    .toList();
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> each : buying) {
                all.addAll(each.get());
            }
            return all;
        } finally {
            buyers.shutdownNow();
        }
    }

    private List<Long> buy(long sku) {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            long begun = System.nanoTime();
            Wire.Reply reply = shop.order(line(sku, 1));
            took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        }
        return took;
    }

    private static long percentile(List<Long> took, int percent) {
        return took.stream().sorted().toList().get((took.size() - 1) * percent / 100);
    }

    /** That the gateway has with its clients. */
    private int connections() throws IOException {
        String here = String.format(
                Locale.ROOT, ":%04X", shop.stack.settings().ports().gateway());
        int count = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                count += (int) lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[1].endsWith(here) && fields[3].equals(ESTABLISHED))
                        .count();
            }
        }
        return count;
    }
}
