package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A refusal for want of stock is final only if the database itself had fewer units available than were asked for: at some
 * instant between the request's arrival and its answer, or, if it was refused by a sold-out mark, not earlier than one lease
 * before the answer.
 */
class FinalRefusalsIT extends GateTest {
    private static final Logger LOG = LoggerFactory.getLogger(FinalRefusalsIT.class);

    /** holdfast.sold-out.lease. */
    private static final long LEASE_MICROS = 1_000_000;

    private final AtomicBoolean open = new AtomicBoolean(true);

    @Test
    void orders_that_get_nothing_cost_no_buyer_a_unit() throws Exception {
        long soldOut = shop.newSku(1);
        assertThat(shop.order(line(soldOut, 1)).status()).isEqualTo(201);
        for (int round = 0; round < 4; round++) {
            long sku = newHotSku(200);
            AtomicInteger left = new AtomicInteger(200);
            open.set(true);
            ExecutorService greedy = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> asking = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    asking.add(greedy.submit(() -> orderAllOf(sku, left, soldOut)));
                }
                List<Callable<Wire.Reply>> buyers = Collections.nCopies(200, () -> buyOne(sku, left));
                List<Wire.Reply> replies = RaceIT.atOnce(16, buyers);
                open.set(false);
                for (Future<?> each : asking) {
                    each.get(1, TimeUnit.MINUTES);
                }
                assertThat(replies).filteredOn(reply -> reply.status() >= 400).isEmpty();
            } finally {
                open.set(false);
                greedy.shutdownNow();
            }
            await("all units to be sold", SOON, () -> assertThat(shop.level(sku))
                    .isEqualTo("0/0/200"));
            assertGateIsRight(sku);
        }
    }

    /** Orders all that is left of one SKU, and one unit of another that has none: again and again, and in vain. */
    private void orderAllOf(long sku, AtomicInteger left, long soldOut) {
        while (open.get() && left.get() > 0) {
            assertThat(shop.order(line(sku, Math.max(1, left.get())), line(soldOut, 1))
                            .status())
                    .isIn(409, 503);
        }
    }

    /** A 503 leaves the key free and nothing held: it is asked for again. */
    private Wire.Reply buyOne(long sku, AtomicInteger left) {
        String key = UUID.randomUUID().toString();
        Wire.Reply reply = shop.orderAs(key, line(sku, 1));
        while (reply.status() == 503) {
            reply = shop.orderAs(key, line(sku, 1));
        }
        left.decrementAndGet();
        return reply;
    }

    @Test
    void a_storm_sees_no_refusal_that_the_database_did_not_mean() throws Exception {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        LOG.info("the storm's seed is {} (-Dholdfast.seed)", seed);
        Storm storm = new Storm(seed);
        AvailableHistory history = new AvailableHistory(shop.stack);
        try (history) {
            storm.blow();
            shop.assertPromise();
            history.read();
            List<String> forbidden = storm.answers.stream()
                    .filter(Answered::isFinalRefusal)
                    .filter(answer -> !answer.isAllowedBy(history))
                    .map(answer -> answer.describe(history))
                    .toList();
            LOG.info("{}; {} changes of rows", storm, history.changes());
            assertThat(forbidden)
                    .as("refusals that the rule forbids, seed %d", seed)
                    .isEmpty();
            assertThat(storm.answers).filteredOn(Answered::isFinalRefusal).hasSizeGreaterThan(500);
            assertThat(storm.answers)
                    .filteredOn(answer -> answer.reply().status() < 300)
                    .hasSizeGreaterThan(300);
        }
        for (long sku : storm.hot) {
            assertGateIsRight(sku);
            // I6: a row with units has no mark, one without gets its mark.
            boolean soldOut = keys.free(row(sku)) == 0;
            await("the right mark", SOON, () -> assertThat(keys.mark(row(sku)).isEmpty())
                    .isEqualTo(!soldOut));
        }
    }

    private record Wanted(long sku, int quantity) {}

    /** One order and its answer, with the microseconds before it was sent and after it was answered. */
    private record Answered(List<Wanted> wanted, long sent, long answered, Wire.Reply reply) {
        boolean isFinalRefusal() {
            return reply.status() == 409 && "urn:holdfast:insufficient-stock".equals(reply.text("type"));
        }

        private long from() {
            return "sold out".equals(reply.text("detail")) ? sent - LEASE_MICROS : sent;
        }

        boolean isAllowedBy(AvailableHistory history) {
            return wanted.stream()
                    .anyMatch(each ->
                            isNamed(each.sku()) && history.hadFewerThan(each.sku(), each.quantity(), from(), answered));
        }

        private boolean isNamed(long sku) {
            return reply.body().path("shortages").findValuesAsText("skuId").contains("" + sku);
        }

        String describe(AvailableHistory history) {
            return wanted + " -> " + reply.raw().body() + " within " + (answered - from()) + " us; the database had"
                    + wanted.stream()
                            .map(each -> " of " + each.sku() + ":" + history.around(each.sku(), from(), answered))
                            .collect(Collectors.joining(";"));
        }
    }

    /** Orders of hot and cold, scarce SKUs while units arrive and come back, and Redis fails; the seed decides what each wants. */
    private final class Storm {
        private static final int BUYERS = 10;
        private static final int ANSWERS_A_STEP = 250;

        final List<Long> hot = new ArrayList<>();
        final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
        private final List<Long> skus = new ArrayList<>();
        private final Random seeds;

        Storm(long seed) {
            seeds = new Random(seed);
            for (int i = 0; i < 7; i++) {
                skus.add(shop.newSku(i == 6 ? 1 : 30 + seeds.nextInt(40)));
            }
            hot.addAll(skus.subList(0, 4));
            makeHot(hot.toArray(Long[]::new));
        }

        void blow() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(BUYERS + 2);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < BUYERS; i++) {
                    Random random = new Random(seeds.nextLong());
                    running.add(threads.submit(() -> whileOpen(() -> buy(random))));
                }
                for (int i = 0; i < 2; i++) {
                    Random random = new Random(seeds.nextLong());
                    running.add(threads.submit(() -> whileOpen(() -> holdAndCancel(random))));
                }
                Random trouble = new Random(seeds.nextLong());
                for (int step = 0; step < 16; step++) {
                    untilMoreAreAnswered();
                    makeTrouble(step, trouble);
                }
                untilMoreAreAnswered();
                open.set(false);
                for (Future<?> each : running) {
                    each.get(1, TimeUnit.MINUTES);
                }
            } finally {
                open.set(false);
                threads.shutdownNow();
                shop.stack.redis().resume();
                shop.stack.redis().start();
            }
        }

        private void whileOpen(Runnable work) {
            while (open.get()) {
                work.run();
            }
        }

        private void untilMoreAreAnswered() {
            int before = answers.size();
            await("orders to be answered", SOON.multipliedBy(6), () -> assertThat(answers.size())
                    .isGreaterThan(before + ANSWERS_A_STEP));
        }

        private long any(Random random) {
            return skus.get(random.nextInt(skus.size()));
        }

        private void buy(Random random) {
            List<Wanted> wanted = new ArrayList<>();
            long first = any(random);
            boolean greedy = random.nextInt(4) == 0;
            wanted.add(new Wanted(first, greedy ? 10 + random.nextInt(40) : 1 + random.nextInt(2)));
            long second = any(random);
            if (second != first && (greedy || random.nextInt(3) == 0)) {
                wanted.add(new Wanted(second, 1 + random.nextInt(3)));
            }
            String[] lines = wanted.stream()
                    .map(each -> line(each.sku(), each.quantity()))
                    .toArray(String[]::new);
            long sent = AvailableHistory.now();
            Wire.Reply reply = shop.order(lines);
            answers.add(new Answered(wanted, sent, AvailableHistory.now(), reply));
        }

        /** Units come back: a Try and its Cancel at stock-app. */
        private void holdAndCancel(Random random) {
            long sku = any(random);
            int quantity = 1 + random.nextInt(6);
            String reservation = UUID.randomUUID().toString();
            long sent = AvailableHistory.now();
            Wire.Reply reply = tryIt(reservation, line(sku, quantity));
            answers.add(new Answered(List.of(new Wanted(sku, quantity)), sent, AvailableHistory.now(), reply));
            if (reply.status() != 409) {
                assertDone(cancel(reservation));
            }
        }

        /** Units arrive in every step, and in every second Redis is emptied, gone, hanging or wrong. */
        private void makeTrouble(int step, Random random) {
            int deliveries = 3 + random.nextInt(4);
            for (int i = 0; i < deliveries; i++) {
                shop.replenish(any(random), 1, 1 + random.nextInt(30));
            }
            switch (step % 8) {
                case 1 -> keys.flushAll();
                case 3 -> {
                    shop.stack.redis().pause();
                    untilMoreAreAnswered();
                    shop.replenish(any(random), 1, 20);
                    shop.stack.redis().resume();
                }
                case 5 -> hot.forEach(sku -> keys.setFree(row(sku), 0));
                case 7 -> {
                    shop.stack.redis().kill();
                    untilMoreAreAnswered();
                    shop.replenish(any(random), 1, 20);
                    shop.stack.redis().start();
                }
                default -> {
                    // only deliveries
                }
            }
        }

        @Override
        public String toString() {
            return answers.stream()
                    .collect(Collectors.groupingBy(
                            answer -> answer.reply().status()
                                    + (answer.isFinalRefusal() ? " final" : "")
                                    + ("sold out".equals(answer.reply().text("detail")) ? " by a mark" : ""),
                            TreeMap::new,
                            Collectors.counting()))
                    .toString();
        }
    }
}
