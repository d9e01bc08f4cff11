package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** A SKU that is sold out is refused by order-app from memory; never for long after stock is back, and never a replay. */
class SoldOutIT extends GateTest {
    private static final Duration WITHIN_A_SECOND = Duration.ofSeconds(1);

    /** Sells all of a hot SKU to one order, and returns that order's key once order-app knows. */
    private String sellOut(long sku, int units) {
        String key = UUID.randomUUID().toString();
        assertThat(shop.orderAs(key, line(sku, units)).status()).isEqualTo(201);
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        return key;
    }

    private void assertRefusedFromMemory(long sku) {
        String key = UUID.randomUUID().toString();
        Wire.Reply refused = shop.orderAs(key, line(sku, 2));
        assertShort(refused, 2, 0);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("orderNo")).as("no order was made").isNull();
        assertThat(shop.orderOf(key)).isNull();
    }

    @Test
    void the_mark_is_there_within_a_second_of_the_last_unit() {
        long sku = newHotSku(3);
        assertThat(shop.order(line(sku, 3)).status()).isEqualTo(201);
        await("the mark", WITHIN_A_SECOND, () -> assertRefusedFromMemory(sku));
        assertGateIsRight(sku);
    }

    @Test
    void it_is_refused_while_the_database_hangs() {
        long sku = newHotSku(3);
        sellOut(sku, 3);
        shop.stack.database().pause();
        try {
            Wire.Reply refused = shop.order(line(sku, 1));
            assertShort(refused, 1, 0);
            assertThat(refused.text("orderNo")).isNull();
        } finally {
            shop.stack.database().resume();
        }
        assertGateIsRight(sku);
    }

    @Test
    void a_replay_gets_its_first_answer_all_the_same() {
        long sku = newHotSku(3);
        String early = UUID.randomUUID().toString();
        Wire.Reply refused = shop.orderAs(early, line(sku, 4));
        assertThat(refused.status()).isEqualTo(409);
        String key = sellOut(sku, 3);
        Wire.Reply replay = shop.orderAs(key, line(sku, 3));
        assertThat(replay.status()).as(replay.toString()).isEqualTo(201);
        assertThat(shop.orderAs(key, line(sku, 2)).status()).isEqualTo(422);
        assertThat(shop.orderAs(early, line(sku, 4)).raw().body())
                .isEqualTo(refused.raw().body());
        assertGateIsRight(sku);
    }

    @Test
    void who_was_refused_by_stock_while_it_sold_out_is_told_the_same_again() throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            long sku = newHotSku(1);
            String key = UUID.randomUUID().toString();
            Wire.Reply refused = refusedByStockAfterItSoldOut(sku, key);
            // A row lock is waited for two seconds at most; on a busy machine they may be over too soon.
            if (refused.status() == 409 && refused.text("orderNo") != null) {
                assertShort(refused, 1, 0);
                assertThat(shop.orderAs(key, line(sku, 1)).raw().body())
                        .isEqualTo(refused.raw().body());
                assertGateIsRight(sku);
                return;
            }
        }
        throw new IllegalStateException("no order was claimed after its SKU had sold out");
    }

    /** Its claim waits for a row of the same key that is inserted and taken back, while another buys the last unit. */
    private Wire.Reply refusedByStockAfterItSoldOut(long sku, String key) throws Exception {
        try (Connection connection = shop.stack.rootConnection("holdfast_order");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO orders (order_no, buyer_id, idempotency_key, request_fingerprint, status,"
                                + " created_at, updated_at)"
                                + " VALUES (?, 'u1', ?, '', 'NEW', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))")) {
            connection.setAutoCommit(false);
            insert.setString(1, UUID.randomUUID().toString().replace("-", ""));
            insert.setString(2, key);
            insert.executeUpdate();
            CompletableFuture<Wire.Reply> waiting =
                    CompletableFuture.supplyAsync(() -> shop.orderAs(key, line(sku, 1)));
            await("its claim to wait", SOON, () -> assertThat(Integer.parseInt(shop.sql(
                            "SELECT COUNT(*) FROM information_schema.innodb_trx" + " WHERE trx_state = 'LOCK WAIT'")))
                    .isPositive());
            assertThat(shop.order(line(sku, 1)).status()).isEqualTo(201);
            await("the mark", SOON, () -> assertRefusedFromMemory(sku));
            connection.rollback();
            return waiting.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void units_that_arrive_are_sold_at_once() {
        long sku = newHotSku(1);
        sellOut(sku, 1);
        shop.replenish(sku, 1, 2);
        await("the units", Duration.ofSeconds(2), () -> assertThat(
                        shop.order(line(sku, 1)).status())
                .isEqualTo(201));
        assertThat(shop.order(line(sku, 1)).status()).isEqualTo(201);
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        assertThat(shop.level(sku)).isEqualTo("0/0/3");
        assertGateIsRight(sku);
    }

    @Test
    void units_that_are_given_back_are_sold_at_once() {
        long sku = newHotSku(2);
        assertDone(tryIt(id, line(sku, 2)));
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        assertDone(cancel(id));
        await("the units", WITHIN_A_SECOND, () -> assertThat(
                        shop.order(line(sku, 2)).status())
                .isEqualTo(201));
        assertThat(shop.level(sku)).isEqualTo("0/0/2");
        assertGateIsRight(sku);
    }

    @Test
    void an_order_of_several_lines_is_refused_for_the_one_that_is_sold_out() {
        long gone = newHotSku(1);
        long there = shop.newSku(5);
        sellOut(gone, 1);
        assertShort(shop.order(line(there, 1), line(gone, 3)), 3, 0);
        assertThat(shop.order(line(there, 1)).status()).isEqualTo(201);
        assertThat(shop.level(there)).isEqualTo("4/0/1");
        assertGateIsRight(gone);
    }

    @Test
    void without_redis_a_mark_is_forgotten_and_the_database_refuses() {
        long sku = newHotSku(1);
        sellOut(sku, 1);
        shop.stack.redis().kill();
        await("the mark to be forgotten", SOON, () -> {
            Wire.Reply refused = shop.order(line(sku, 1));
            assertShort(refused, 1, 0);
            assertThat(refused.text("orderNo")).as("an order was made").isNotNull();
        });
        shop.replenish(sku, 1, 1);
        assertThat(shop.order(line(sku, 1)).status()).isEqualTo(201);
        shop.stack.redis().start();
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        assertThat(shop.level(sku)).isEqualTo("0/0/2");
        assertGateIsRight(sku);
    }

    @Test
    void a_mark_that_is_wrong_is_not_believed_for_long() {
        long sku = newHotSku(5);
        say("sold-out nonsense");
        say("sold-out " + row(sku));
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        await("the mark to be forgotten", SOON, () -> assertThat(
                        shop.order(line(sku, 1)).status())
                .isEqualTo(201));
        assertGateIsRight(sku);
    }

    private void say(String message) {
        keys.redis.getTopic("holdfast:sold-out", StringCodec.INSTANCE).publish(message);
    }

    @Test
    void a_restarted_order_app_hears_of_it_too() {
        long sku = newHotSku(1);
        String key = sellOut(sku, 1);
        shop.stack.orderApp().stop();
        shop.stack.orderApp().start();
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        assertThat(shop.orderAs(key, line(sku, 1)).status()).isEqualTo(201);
        assertGateIsRight(sku);
    }
}
