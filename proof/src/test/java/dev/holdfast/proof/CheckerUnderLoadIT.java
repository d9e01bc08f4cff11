package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.check.CheckSettings;
import dev.holdfast.proof.check.Checker;
import dev.holdfast.proof.check.Finding;
import dev.holdfast.proof.check.Report;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker beside a stack that works: what is in flight is not called broken. */
class CheckerUnderLoadIT extends GateTest {
    /** Longer than holdfast.gate.forget-after is in the tests. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int LOOKS = 6;

    /** What other tests have left on the shared stack. */
    private Set<Finding> before;

    @BeforeEach
    void know_what_is_there() throws Exception {
        before = Set.copyOf(check(Duration.ZERO, true).broken());
    }

    private Report check(Duration grace, boolean askSeata) throws InterruptedException {
        CheckSettings settings = CheckSettings.of(shop.stack, grace, Duration.ofSeconds(4));
        Report report = Checker.check(askSeata ? settings : settings.withoutSeata());
        assertThat(report.unread()).isEmpty();
        return report;
    }

    private List<Finding> broken(Report report) {
        return report.broken().stream()
                .filter(finding -> !before.contains(finding))
                .toList();
    }

    @Test
    void with_eight_buyers_at_work_it_cries_no_wolf() throws Exception {
        long hot = shop.newSku(200);
        long held = shop.newSku(Sale.UNITS);
        makeHot(hot, held);
        long[] cold = LongStream.range(0, 20).map(i -> shop.newSku(50)).toArray();
        AtomicBoolean open = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        ExecutorService buyers = Executors.newFixedThreadPool(8);
        try (Sale sale = new Sale(shop, held, 2)) {
            List<Future<?>> buying = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(i -> buyers.submit(() -> {
                        while (open.get()) {
                            buy(hot, cold[ThreadLocalRandom.current().nextInt(cold.length)]);
                            answered.incrementAndGet();
                        }
                    }))
                    .toList();
            for (int look = 0; look < LOOKS; look++) {
                int already = answered.get();
                await("orders", Duration.ofSeconds(60), () -> assertThat(answered.get())
                        .isGreaterThan(already + 50));
                sale.untilMoreAreSold(10);
                shop.replenish(hot, 1, 40);
                assertThat(broken(check(GRACE, true))).as("look %d", look).isEmpty();
            }
            open.set(false);
            for (Future<?> each : buying) {
                each.get(2, TimeUnit.MINUTES);
            }
        } finally {
            open.set(false);
            buyers.shutdown();
        }
        await("every order to be settled", Duration.ofSeconds(90), () -> assertThat(broken(check(Duration.ZERO, true)))
                .isEmpty());
    }

    /** One unit of the hot SKU mostly, else a few of a cold one, sometimes more than there are, sometimes twice. */
    private void buy(long hot, long cold) {
        String key = UUID.randomUUID().toString();
        int dice = ThreadLocalRandom.current().nextInt(10);
        String line = dice < 6 ? line(hot, 1) : line(cold, dice == 9 ? 60 : 2);
        Wire.Reply reply = shop.orderAs(key, line);
        assertThat(reply.status()).as(reply.toString()).isIn(201, 202, 409, 503);
        if (dice == 5 || dice == 8) {
            shop.orderAs(key, line);
        }
    }

    @Test
    void what_seata_still_works_on_is_told_and_not_called_broken() throws Exception {
        long sku = shop.newSku(5);
        try {
            String orderNo = orderHeldInFlight(sku);
            String xid = shop.sql("SELECT xid FROM holdfast_stock.stock_reservation WHERE reservation_id = ?", orderNo);
            Report report = check(Duration.ZERO, true);
            assertThat(broken(report)).isEmpty();
            assertThat(report.notes()).anyMatch(note -> xid.equals(note.row().get("xid")));
            assertThat(broken(check(Duration.ZERO, false)).stream()
                            .map(finding -> finding.row().get("order_no"))
                            .collect(Collectors.toSet()))
                    .containsExactly(orderNo);
        } finally {
            shop.stack.orderApp().resume();
        }
    }

    /**
     * An order whose stock is tried while order-app stands still, so that it goes no further. Until then the stock row is
     * locked; if the Try gives up before order-app stands still, another order is made.
     */
    private String orderHeldInFlight(long sku) throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            String key = UUID.randomUUID().toString();
            whileTheRowIsLocked(sku, () -> {
                CompletableFuture.supplyAsync(() -> shop.orderAs(key, line(sku, 1)));
                await("the claim", SOON, () -> assertThat(shop.orderOf(key)).isNotNull());
                await("the Try", SOON, () -> assertThat(transactionsWaiting()).isPositive());
                shop.stack.orderApp().pause();
            });
            String orderNo = shop.orderOf(key);
            try {
                await("the stock to be tried", Duration.ofSeconds(5), () -> assertThat(shop.reservation(orderNo))
                        .isEqualTo("TRIED"));
                return orderNo;
            } catch (ConditionTimeoutException e) {
                shop.stack.orderApp().resume();
                await("the end of the order", SOON, () -> assertThat(shop.status(orderNo))
                        .isEqualTo("REJECTED"));
            }
        }
        throw new AssertionError("no order could be held");
    }

    /** On the lock of a row. */
    private long transactionsWaiting() {
        return Long.parseLong(
                shop.sql("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"));
    }
}
