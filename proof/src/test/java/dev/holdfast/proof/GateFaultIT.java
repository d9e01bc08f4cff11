package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Redis fails in the middle of a sale: the sale goes on, no unit is sold twice, and every unit is sold. */
class GateFaultIT extends GateTest {
    private static final int BUYERS = 8;

    private void duringASale(Fault fault) throws Exception {
        long sku = newHotSku(Sale.UNITS);
        try (Sale sale = new Sale(shop, sku, BUYERS)) {
            sale.untilMoreAreSold(50);
            fault.strike(sale, sku);
            sale.untilAllAreSold();
        }
        assertGateIsRight(sku);
    }

    private interface Fault {
        void strike(Sale sale, long sku);
    }

    @Test
    void redis_is_emptied() throws Exception {
        duringASale((sale, sku) -> {
            for (int i = 0; i < 3; i++) {
                keys.flushAll();
                sale.untilMoreAreSold(50);
            }
            await("the row to be loaded again", SOON, () -> assertThat(keys.free(row(sku)))
                    .isNotNull());
        });
    }

    @Test
    void redis_is_killed_and_comes_back() throws Exception {
        duringASale((sale, sku) -> {
            shop.stack.redis().kill();
            sale.untilMoreAreSold(100);
            shop.stack.redis().start();
        });
    }

    @Test
    void redis_hangs_and_wakes_up() throws Exception {
        duringASale((sale, sku) -> {
            shop.stack.redis().pause();
            try {
                sale.untilMoreAreSold(100);
            } finally {
                shop.stack.redis().resume();
            }
        });
    }

    @Test
    void a_replica_takes_over_that_has_missed_some_takes() throws Exception {
        duringASale((sale, sku) -> {
            keys.setFree(row(sku), Sale.UNITS);
            sale.untilMoreAreSold(100);
            keys.setFree(row(sku), Sale.UNITS);
        });
    }

    @Test
    void the_count_is_far_too_low() throws Exception {
        duringASale((sale, sku) -> {
            keys.setFree(row(sku), 0);
            sale.untilMoreAreSold(100);
            keys.setFree(row(sku), -5);
        });
    }

    @Test
    void without_the_database_nothing_is_refused_for_good() {
        long sku = newHotSku(3);
        double failed = lookedUp("failed");
        shop.stack.database().kill();
        try {
            // Now, since without the database no keeper sets it right.
            keys.setFree(row(sku), 0);
            Wire.Reply reply = tryIt(id, Shop.line(sku, 1));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
            assertThat(reply.text("type")).isEqualTo("urn:holdfast:stock-busy");
            assertThat(lookedUp("failed")).isEqualTo(failed + 1);
        } finally {
            shop.stack.database().start();
        }
        shop.awaitReady(shop.orders);
        await("stock-app to answer", SOON, () -> assertDone(tryIt(id, Shop.line(sku, 1))));
        assertDone(confirm(id));
        assertGateIsRight(sku);
    }

    @Test
    void a_mark_ends_when_the_database_cannot_be_read() {
        long sku = newHotSku(1);
        tryAndConfirm(sku, 1);
        await("the mark", SOON, () -> assertThat(keys.mark(row(sku))).isNotEmpty());
        shop.stack.database().pause();
        try {
            await("the mark to end", SOON, () -> assertThat(keys.mark(row(sku))).isEmpty());
        } finally {
            shop.stack.database().resume();
        }
        await("the mark", SOON.multipliedBy(2), () -> assertThat(keys.mark(row(sku)))
                .isNotEmpty());
        assertGateIsRight(sku);
    }

    @Test
    void a_row_turns_cold_and_hot_again() throws Exception {
        duringASale((sale, sku) -> {
            GateScripts scripts =
                    new GateScripts(keys.redis, shop.stack.settings().repository(), row(sku));
            for (int i = 0; i < 5; i++) {
                scripts.unload();
                sale.untilMoreAreSold(30);
            }
        });
    }

    @Test
    void stock_app_starts_without_redis_and_finds_it_later() {
        long sku = newHotSku(10);
        shop.stack.stockApp().kill();
        shop.stack.redis().kill();
        shop.stack.stockApp().start();
        tryAndConfirm(sku, 3);
        shop.stack.redis().start();
        keys.close();
        keys = GateKeys.of(shop.stack);
        await("the row to be loaded", SOON, () -> assertThat(keys.free(row(sku)))
                .isEqualTo(7));
        tryAndConfirm(sku, 7);
        assertGateIsRight(sku);
        assertThat(shop.level(sku)).isEqualTo("0/0/10");
    }
}
