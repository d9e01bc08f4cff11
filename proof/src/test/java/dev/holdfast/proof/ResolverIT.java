package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Seata no longer settles is settled by three rules, once, whichever of two order-apps does it. */
class ResolverIT extends RecoveryTest {
    @Test
    void an_order_that_stayed_new_is_rejected_and_what_it_held_is_swept() {
        long sku = shop.newSku(5);
        String orderNo = order("NEW", null, sku, 2);
        hold(orderNo, forgotten(), sku, 2);
        old(orderNo);
        awaitStatus(orderNo, "REJECTED");
        awaitReservation(orderNo, "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        assertThat(log(orderNo))
                .containsExactlyInAnyOrder(
                        "order rule-1 NEW>REJECTED resolver", "reservation rule-3 TRIED>CANCELLED resolver");
        Wire.Reply replay = shop.orderAs(orderNo, line(sku, 2));
        assertThat(replay.status()).as(replay.toString()).isEqualTo(409);
        assertThat(replay.text("type")).isEqualTo("urn:holdfast:try-failed");
        assertThat(replay.text("orderNo")).isEqualTo(orderNo);
        assertThat(shop.orderAs(orderNo, line(sku, 2)).raw().body())
                .isEqualTo(replay.raw().body());
    }

    @Test
    void an_order_whose_order_app_is_killed_in_its_try_finds_its_end_at_the_other() throws Exception {
        long sku = shop.newSku(5);
        String orderNo;
        try (HeldOrder held = new HeldOrder(shop, shop.orders, sku)) {
            shop.stack.orderApp().kill();
            orderNo = held.orderNo;
            held.letStockGo();
        }
        assertThat(shop.status(orderNo)).isEqualTo("NEW");
        oldOrder(orderNo);
        awaitStatus(orderNo, "REJECTED");
        assertThat(log(orderNo)).containsExactly("order rule-1 NEW>REJECTED resolver");
        await("what it held, if it did, to be given back", RECOVERY, () -> {
            assertThat(shop.reservation(orderNo)).isIn("CANCELLED", "ABSENT");
            assertThat(shop.level(sku)).isEqualTo("5/0/0");
        });
    }

    @Test
    void a_tried_order_that_seata_has_forgotten_is_cancelled_and_gives_back() {
        long sku = shop.newSku(5);
        String xid = forgotten();
        String orderNo = order("TRIED", xid, sku, 2);
        hold(orderNo, xid, sku, 2);
        assertThat(shop.level(sku)).isEqualTo("3/2/0");
        oldOrder(orderNo);
        awaitStatus(orderNo, "CANCELLED");
        assertThat(shop.reservation(orderNo)).as("never the order first").isEqualTo("CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        assertThat(log(orderNo))
                .contains("order rule-2 TRIED>CANCELLED resolver")
                .hasSize(1);
        Wire.Reply replay = shop.orderAs(orderNo, line(sku, 2));
        assertThat(replay.status()).as(replay.toString()).isEqualTo(409);
        assertThat(replay.text("type")).isEqualTo("urn:holdfast:order-cancelled");
    }

    @Test
    void a_tried_order_whose_stock_was_sold_is_confirmed() {
        long sku = shop.newSku(5);
        String xid = forgotten();
        String orderNo = order("TRIED", xid, sku, 2);
        hold(orderNo, xid, sku, 2);
        stock("confirm", orderNo, xid);
        old(orderNo);
        awaitStatus(orderNo, "CONFIRMED");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
        assertThat(log(orderNo)).containsExactly("order rule-2 TRIED>CONFIRMED resolver");
        Wire.Reply replay = shop.orderAs(orderNo, line(sku, 2));
        assertThat(replay.status()).as(replay.toString()).isEqualTo(201);
    }

    @Test
    void a_tried_order_whose_reservation_was_removed_may_have_been_sold_so_it_is_left_to_a_person() throws Exception {
        long sku = shop.newSku(5);
        String xid = forgotten();
        String orderNo = order("TRIED", xid, sku, 2);
        hold(orderNo, xid, sku, 2);
        stock("confirm", orderNo, xid);
        neverOld(orderNo);
        // A week after it was sold, all of which the order was open.
        change(
                "UPDATE holdfast_stock.stock_reservation SET updated_at = UTC_TIMESTAMP(3) - INTERVAL 30 DAY"
                        + " WHERE reservation_id = ?",
                orderNo);
        awaitReservation(orderNo, "ABSENT");
        awaitLeftOpen("reservation-removed", () -> {
            oldOrder(orderNo);
            oldOrder(orderNo);
        });
        assertThat(shop.status(orderNo)).isEqualTo("TRIED");
        assertThat(shop.reservation(orderNo)).as("no tombstone").isEqualTo("ABSENT");
        // Nor is a tombstone believed, as a late Cancel of Seata's leaves one.
        stock("cancel", orderNo, xid);
        awaitLeftOpen("reservation-removed", () -> {});
        assertThat(shop.status(orderNo)).isEqualTo("TRIED");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
        assertThat(log(orderNo)).isEmpty();
        removeOrder(orderNo);
    }

    @Test
    void a_reservation_without_an_order_is_swept() {
        long sku = shop.newSku(5);
        String id = "nobodys-" + forgotten();
        String xid = forgotten();
        hold(id, xid, sku, 3);
        old(id);
        awaitReservation(id, "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        await("the log", RECOVERY, () -> assertThat(log(id))
                .containsExactly("reservation rule-3 TRIED>CANCELLED resolver"));
    }

    @Test
    void what_is_not_old_is_left_alone() throws Exception {
        long sku = shop.newSku(5);
        String xid = forgotten();
        String young = order("TRIED", xid, sku, 1);
        String youngNew = order("NEW", null, sku, 1);
        hold(young, xid, sku, 1);
        String other = forgotten();
        String witness = order("TRIED", other, sku, 1);
        hold(witness, other, sku, 1);
        old(witness);
        awaitStatus(witness, "CANCELLED");
        assertThat(shop.status(young)).isEqualTo("TRIED");
        assertThat(shop.status(youngNew)).isEqualTo("NEW");
        assertThat(shop.reservation(young)).isEqualTo("TRIED");
        old(young);
        old(youngNew);
        awaitStatus(young, "CANCELLED");
        awaitStatus(youngNew, "REJECTED");
    }

    @Test
    void an_app_clock_that_is_off_makes_no_order_old() {
        long sku = shop.newSku(5);
        String orderNo = order("NEW", null, sku, 1);
        change(
                "UPDATE holdfast_order.orders SET created_at = created_at - INTERVAL 5 MINUTE,"
                        + " updated_at = updated_at - INTERVAL 5 MINUTE WHERE order_no = ?",
                orderNo);
        String witness = order("NEW", null, sku, 1);
        old(witness);
        awaitStatus(witness, "REJECTED");
        assertThat(shop.status(orderNo)).isEqualTo("NEW");
        old(orderNo);
        awaitStatus(orderNo, "REJECTED");
    }

    @Test
    void while_the_id_is_a_reservation_of_another_transaction_nothing_is_done() throws Exception {
        long sku = shop.newSku(5);
        String other = forgotten();
        String orderNo = order("TRIED", forgotten(), sku, 1);
        hold(orderNo, other, sku, 1);
        stock("confirm", orderNo, other);
        awaitLeftOpen("other-xid", () -> old(orderNo));
        assertThat(shop.status(orderNo)).isEqualTo("TRIED");
        assertThat(shop.reservation(orderNo)).isEqualTo("CONFIRMED");
        assertThat(log(orderNo)).isEmpty();
        removeOrder(orderNo);
    }

    @Test
    void a_tried_reservation_is_swept_though_an_order_of_another_transaction_has_its_id() throws Exception {
        long sku = shop.newSku(5);
        String orderNo = order("TRIED", forgotten(), sku, 1);
        hold(orderNo, forgotten(), sku, 2);
        old(orderNo);
        awaitReservation(orderNo, "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        await("the log", RECOVERY, () -> assertThat(log(orderNo))
                .containsExactly("reservation rule-3 TRIED>CANCELLED resolver"));
        assertThat(shop.status(orderNo)).isEqualTo("TRIED");
        removeOrder(orderNo);
    }

    @Test
    void while_seata_is_not_done_nobody_else_settles_and_no_person_can() throws Exception {
        long sku = shop.newSku(5);
        try (HeldOrder held = triedAtAnOrderAppThatStandsStill(sku)) {
            try {
                assertThat(shop.status(held.orderNo)).isEqualTo("TRIED");
                String signed = "{\"by\":\"kim\",\"why\":\"a test\"}";
                for (String act : List.of("orders/%s/cancel", "orders/%s/confirm", "reservations/%s/cancel")) {
                    Wire.Reply refused = secondOrders.post("/recovery/" + act.formatted(held.orderNo), signed);
                    assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
                    assertThat(refused.text("type")).isEqualTo("urn:holdfast:seata-unfinished");
                }
                double before = leftOpen(secondOrders, "seata-unfinished");
                old(held.orderNo);
                await("the second to leave it open", RECOVERY, () -> assertThat(
                                leftOpen(secondOrders, "seata-unfinished"))
                        .isGreaterThan(before));
                assertThat(shop.reservation(held.orderNo)).isEqualTo("TRIED");
            } finally {
                shop.stack.orderApp().resume();
            }
            held.reply.get(60, TimeUnit.SECONDS);
            // CONFIRMED, if it woke up before Seata ran out of patience; in any case not by us.
            await("the order to end", RECOVERY, () -> assertThat(shop.status(held.orderNo))
                    .isIn("CONFIRMED", "CANCELLED"));
            assertThat(log(held.orderNo)).isEmpty();
        }
    }

    /** Paused between its Tries and its commit: Seata says Begin. A busy machine may need several attempts. */
    private HeldOrder triedAtAnOrderAppThatStandsStill(long sku) throws SQLException {
        for (int attempt = 0; attempt < 10; attempt++) {
            HeldOrder held = new HeldOrder(shop, shop.orders, sku);
            if (held.letStockGoAndHoldOrder()) {
                shop.stack.orderApp().pause();
                // The statement of the one that stands still goes through.
                if (held.letOrderGoAndBeTried()) {
                    return held;
                }
                shop.stack.orderApp().resume();
            }
            held.close();
        }
        throw new IllegalStateException("no order was tried in time");
    }

    @Test
    void while_seata_does_not_answer_nothing_that_was_tried_is_settled() throws Exception {
        long sku = shop.newSku(5);
        String xid = forgotten();
        String tried = order("TRIED", xid, sku, 1);
        hold(tried, xid, sku, 1);
        shop.stack.seata().pause();
        try {
            awaitLeftOpen("seata-unanswered", () -> old(tried));
            assertThat(shop.status(tried)).isEqualTo("TRIED");
            assertThat(shop.reservation(tried)).isEqualTo("TRIED");
            String neverTried = order("NEW", null, sku, 1);
            old(neverTried);
            awaitStatus(neverTried, "REJECTED");
        } finally {
            shop.stack.seata().resume();
        }
        awaitStatus(tried, "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void orders_that_can_never_be_settled_stop_no_other() {
        long sku = shop.newSku(30);
        String shared = forgotten();
        // More than a page of them, and older: their numbers are no ids that stock-app takes.
        List<String> poison = IntStream.range(0, 25)
                .mapToObj(i -> order(poisonous(), "TRIED", i == 0 ? shared : forgotten(), sku, 1))
                .toList();
        // Twice: two hours, so that they come before the others.
        poison.forEach(this::oldOrder);
        poison.forEach(this::oldOrder);
        List<String> good = IntStream.range(0, 30)
                .mapToObj(i -> order("TRIED", shared, sku, 1))
                .peek(each -> hold(each, shared, sku, 1))
                .toList();
        String amongThem = order(poisonous(), "TRIED", shared, sku, 1);
        oldOrder(amongThem);
        good.forEach(this::oldOrder);
        good.forEach(each -> awaitStatus(each, "CANCELLED"));
        good.forEach(each -> assertThat(log(each)).containsExactly("order rule-2 TRIED>CANCELLED resolver"));
        assertThat(poison).allMatch(each -> shop.status(each).equals("TRIED"));
        poison.forEach(this::removeOrder);
        removeOrder(amongThem);
    }

    private static String poisonous() {
        return "poison " + UUID.randomUUID().toString().substring(0, 23);
    }

    /** As many as -Dholdfast.open-orders says: half of them NEW, half TRIED with all they hold, twenty to a transaction. */
    @Test
    void thousands_of_open_orders_are_worked_off_each_once_while_others_are_placed() throws Exception {
        int many = Integer.getInteger("holdfast.open-orders", 2000) / 2;
        long sku = shop.newSku(many);
        long others = shop.newSku(1_000_000);
        String prefix = "many-" + UUID.randomUUID().toString().substring(0, 13);
        await("the line to be ready", RECOVERY, () -> assertThat(
                        shop.order(line(others, 1)).status())
                .isEqualTo(201));
        leaveOpen(prefix, many, sku);
        long began = System.nanoTime();
        long end = began + RECOVERY.multipliedBy(many / 5_000 + 3).toNanos();
        List<Long> millis = new ArrayList<>();
        String open;
        do {
            for (int i = 0; i < 20; i++) {
                long sent = System.nanoTime();
                assertThat(shop.order(line(others, 1)).status()).isEqualTo(201);
                millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
            }
            open = shop.sql(
                    "SELECT COUNT(*) FROM holdfast_order.orders WHERE status IN ('NEW', 'TRIED')"
                            + " AND order_no LIKE CONCAT(?, '-%')",
                    prefix);
            assertThat(System.nanoTime()).as(open + " are open").isLessThan(end);
        } while (!open.equals("0"));
        millis.sort(null);
        System.out.printf(
                "%d open orders were settled in %.1f s; of %d placed meanwhile p50 took %d ms, p99 %d ms, the slowest %d ms;"
                        + " heap of the order-apps afterwards %.0f and %.0f MB%n",
                2 * many,
                (System.nanoTime() - began) / 1e9,
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.get(millis.size() - 1),
                heap(shop.orders),
                heap(secondOrders));
        assertThat(shop.sql(
                        "SELECT GROUP_CONCAT(DISTINCT status ORDER BY status) FROM holdfast_order.orders"
                                + " WHERE order_no LIKE CONCAT(?, '-%')",
                        prefix))
                .isEqualTo("CANCELLED,REJECTED");
        assertThat(shop.sql(
                        "SELECT CONCAT(COUNT(*), ' ', COUNT(DISTINCT subject_id)) FROM holdfast_order.recovery_log"
                                + " WHERE subject = 'order' AND subject_id LIKE CONCAT(?, '-%')",
                        prefix))
                .isEqualTo(2 * many + " " + 2 * many);
        assertThat(shop.level(sku)).isEqualTo(many + "/0/0");
    }

    private static double heap(Wire orderApp) {
        return orderApp.management()
                        .get("/actuator/metrics/jvm.memory.used?tag=area:heap")
                        .body()
                        .path("measurements")
                        .path(0)
                        .path("value")
                        .asDouble()
                / 1_000_000;
    }

    private void leaveOpen(String prefix, int many, long sku) throws SQLException {
        String numbers = " FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + many
                + ") SELECT i FROM n) AS n";
        String xids = "CONCAT('" + forgotten() + "', n.i DIV 20)";
        String tried = "CONCAT('" + prefix + "-', n.i, 'TRIED')";
        List<String> statements = List.of(
                "SET SESSION innodb_lock_wait_timeout = 60",
                "INSERT INTO holdfast_stock.stock_reservation (reservation_id, xid, state, created_at, updated_at) SELECT "
                        + tried + ", " + xids + ", 'TRIED', UTC_TIMESTAMP(3) - INTERVAL 1 HOUR,"
                        + " UTC_TIMESTAMP(3) - INTERVAL 1 HOUR" + numbers,
                "INSERT INTO holdfast_stock.stock_reservation_line (reservation_id, store_id, sku_id, quantity) SELECT "
                        + tried + ", 1, " + sku + ", 1" + numbers,
                "UPDATE holdfast_stock.stock SET available = available - " + many + ", frozen = frozen + " + many
                        + " WHERE store_id = 1 AND sku_id = " + sku,
                "INSERT INTO holdfast_order.order_line (order_no, store_id, sku_id, quantity) SELECT " + tried + ", 1, "
                        + sku + ", 1" + numbers,
                open(tried, xids, "TRIED") + numbers,
                open("CONCAT('" + prefix + "-', n.i, 'NEW')", "NULL", "NEW") + numbers);
        try (Connection connection = shop.stack.rootConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION " + recursionLimit() + " = 1000000");
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    private static String open(String orderNo, String xid, String status) {
        return "INSERT INTO holdfast_order.orders (order_no, buyer_id, request_fingerprint, xid, status, created_at,"
                + " updated_at, changed_at) SELECT " + orderNo + ", 'u1', '', " + xid + ", '" + status + "',"
                + " UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), CURRENT_TIMESTAMP(3) - INTERVAL 1 HOUR";
    }

    /** MySQL's name or MariaDB's. */
    private String recursionLimit() {
        return shop.sql("SELECT VERSION()").contains("MariaDB")
                ? "max_recursive_iterations"
                : "cte_max_recursion_depth";
    }

    @Test
    void what_is_locked_for_long_is_settled_when_it_is_free_and_others_before() throws Exception {
        long sku = shop.newSku(5);
        String locked = order("NEW", null, sku, 1);
        String free = order("NEW", null, sku, 1);
        try (var connection = shop.stack.rootConnection("");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            old(locked);
            old(free);
            statement.executeQuery("SELECT 1 FROM holdfast_order.orders WHERE order_no = '" + locked + "' FOR UPDATE");
            awaitStatus(free, "REJECTED");
            connection.rollback();
        }
        awaitStatus(locked, "REJECTED");
    }
}
