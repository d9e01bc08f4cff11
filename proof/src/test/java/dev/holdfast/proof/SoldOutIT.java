package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.redisson.api.RMap;
import org.redisson.client.codec.StringCodec;

/** A SKU that is sold out is refused by order-app from memory; never for long after stock is back, and never a replay. */
class SoldOutIT extends GateTest {
    private static final Duration WITHIN_A_SECOND = Duration.ofSeconds(1);
    private static final int REFUSALS = 600;

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
    void the_mark_is_there_soon_after_the_last_unit() {
        long sku = newHotSku(3);
        assertThat(shop.order(line(sku, 3)).status()).isEqualTo(201);
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        assertGateIsRight(sku);
    }

    /** The mark rests on a read of the database, so without it nothing is known after one lease. */
    @Test
    void while_the_database_hangs_nothing_is_refused_once_the_mark_has_ended() throws Exception {
        long sku = newHotSku(3);
        sellOut(sku, 3);
        CompletableFuture<Wire.Reply> late;
        shop.stack.database().pause();
        try {
            await("the mark to end", SOON, () -> assertThat(keys.mark(row(sku))).isEmpty());
            late = CompletableFuture.supplyAsync(() -> shop.order(line(sku, 1)));
            assertThatThrownBy(() -> late.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        } finally {
            shop.stack.database().resume();
        }
        Wire.Reply reply = late.get(60, TimeUnit.SECONDS);
        assertThat(reply.status() != 409 || reply.text("orderNo") != null)
                .as(reply.toString())
                .isTrue();
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
            // Hot for long enough that its next mark comes at once.
            long sku = newHotSku(1);
            sellOut(sku, 1);
            shop.replenish(sku, 1, 1);
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
            await("the last unit", SOON, () -> assertThat(
                            shop.order(line(sku, 1)).status())
                    .isEqualTo(201));
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
    void a_message_alone_refuses_nothing() {
        long sku = newHotSku(20);
        say("sold-out nonsense");
        for (int i = 0; i < 20; i++) {
            say("sold-out " + row(sku));
            assertThat(shop.order(line(sku, 1)).status()).isEqualTo(201);
        }
        assertGateIsRight(sku);
    }

    /** Not hot, so that stock-app neither renews nor deletes its mark, and nothing is told of it but what the test says. */
    private void mark(long sku, long endsInMillis) {
        long end = System.currentTimeMillis() + endsInMillis;
        RMap<String, String> mark = keys.redis.getMap("stock:{" + row(sku) + "}:sold-out", StringCodec.INSTANCE);
        mark.putAll(Map.of("end", "" + end, "since", "" + (end - 1000), "passed", "0"));
        say("sold-out " + row(sku));
    }

    @Test
    void a_mark_ends_by_itself_also_when_nothing_more_is_heard_of_it() {
        long sku = shop.newSku(5);
        long begun = System.nanoTime();
        await("a mark", SOON, () -> {
            mark(sku, 1000);
            assertRefusedFromMemory(sku);
        });
        mark(sku, 1000);
        await("its end", SOON, () -> assertThat(shop.order(line(sku, 1)).status())
                .isEqualTo(201));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
        assertThat(keys.mark(row(sku))).as("the key itself has no expiry here").isNotEmpty();
    }

    @Test
    void a_mark_of_more_than_a_lease_is_none() {
        long sku = shop.newSku(5);
        for (int i = 0; i < 5; i++) {
            mark(sku, 600_000);
            assertThat(shop.order(line(sku, 1)).status()).isEqualTo(201);
        }
    }

    @Test
    void a_replay_of_an_order_of_three_days_ago_gets_its_first_answer() {
        long sku = newHotSku(4);
        String key = UUID.randomUUID().toString();
        Wire.Reply first = shop.orderAs(key, line(sku, 1));
        assertThat(first.status()).isEqualTo(201);
        String old = threeDaysOld(first.text("orderNo"));
        sellOut(sku, 3);
        Wire.Reply replay = shop.orderAs(key, line(sku, 1));
        assertThat(replay.status()).as(replay.toString()).isEqualTo(201);
        assertThat(replay.text("orderNo")).isEqualTo(old);
        assertGateIsRight(sku);
    }

    /** Its number, a ULID, says when it was made, so it gets another. */
    private String threeDaysOld(String orderNo) {
        long then = System.currentTimeMillis() - Duration.ofDays(3).toMillis();
        StringBuilder time = new StringBuilder();
        for (int bits = 45; bits >= 0; bits -= 5) {
            time.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt((int) (then >> bits & 31)));
        }
        String old = time + orderNo.substring(time.length());
        for (String change : List.of(
                "UPDATE holdfast_order.order_line SET order_no = ?, claimed_at = claimed_at - INTERVAL 3 DAY"
                        + " WHERE order_no = ?",
                "UPDATE holdfast_order.orders SET order_no = ?, created_at = created_at - INTERVAL 3 DAY,"
                        + " updated_at = updated_at - INTERVAL 3 DAY, changed_at = changed_at - INTERVAL 3 DAY"
                        + " WHERE order_no = ?",
                "UPDATE holdfast_stock.stock_reservation_line SET reservation_id = ? WHERE reservation_id = ?",
                "UPDATE holdfast_stock.stock_reservation SET reservation_id = ? WHERE reservation_id = ?")) {
            change(change, old, orderNo);
        }
        return old;
    }

    private void change(String sql, String... arguments) {
        try (Connection connection = shop.stack.rootConnection("");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Test
    void a_refusal_of_a_new_key_reads_nothing_in_the_database() {
        long sku = newHotSku(1);
        statementsOfOrderApp();
        sellOut(sku, 1);
        long before = statementsOfOrderApp();
        assertThat(before).as("the order itself was counted").isPositive();
        long begun = System.nanoTime();
        int placed = 0;
        for (int i = 0; i < REFUSALS; i++) {
            Wire.Reply reply = shop.order(line(sku, 1));
            assertShort(reply, 1, 0);
            placed += reply.text("orderNo") == null ? 0 : 1;
        }
        long over = System.nanoTime();
        long after = statementsOfOrderApp();
        assertThat(placed)
                .as("came when a mark had just ended, or on a machine that stood still")
                .isLessThan(REFUSALS / 10);
        // The app has some work of its own: as much as in the same time without orders.
        while (System.nanoTime() - over < over - begun) {
            assertThat(shop.gateway.post("/orders", "{}").status()).isEqualTo(400);
        }
        long ofItsOwn = statementsOfOrderApp() - after;
        // The keys are read once a lease, which takes some statements; an order that is placed takes some more.
        long leases = Duration.ofNanos(over - begun).toSeconds() + 1;
        assertThat(after - before - ofItsOwn).isLessThan(leases * 10 + placed * 40L + REFUSALS / 4);
        assertGateIsRight(sku);
    }

    /** Sold out and back a thousand times: the keys are read as often as before. */
    @Test
    void messages_read_nothing_in_the_database() {
        long sku = newHotSku(1);
        sellOut(sku, 1);
        long before = statementsOfOrderApp();
        for (int i = 0; i < 1000; i++) {
            say("back " + row(sku));
            say("sold-out " + row(sku));
        }
        assertThat(statementsOfOrderApp() - before).isLessThan(500);
        await("the mark", SOON, () -> assertRefusedFromMemory(sku));
        assertGateIsRight(sku);
    }

    /** What order-app's account has sent to the database since the server began to count. */
    private long statementsOfOrderApp() {
        return Long.parseLong(
                shop.sql("SELECT @@version LIKE '%MariaDB%'").equals("1")
                        ? statementsOnMariaDb()
                        : shop.sql(
                                "SELECT SUM(count_star) FROM performance_schema.events_statements_summary_by_user_by_event_name"
                                        + " WHERE user = 'holdfast_order'"));
    }

    private String statementsOnMariaDb() {
        try (Connection connection = shop.stack.rootConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL userstat = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String counted = shop.sql("SELECT select_commands + update_commands + other_commands"
                + " FROM information_schema.user_statistics WHERE user = 'holdfast_order'");
        return counted == null ? "0" : counted;
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
