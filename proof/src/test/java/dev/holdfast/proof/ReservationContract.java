package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract of the TCC endpoints (DESIGN, sections 4 and 5), driven over HTTP as a foreign coordinator would. Each
 * engine has a class of its own that inherits it.
 */
abstract class ReservationContract extends ShopTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    final String id = UUID.randomUUID().toString();

    private Wire.Reply call(String verb, String id, String body) {
        return shop.stock.post("/tcc/reservations/" + id + "/" + verb, body);
    }

    private Wire.Reply tryIt(String id, String xid, String... lines) {
        return call("try", id, "{\"xid\":\"%s\",\"lines\":[%s]}".formatted(xid, String.join(",", lines)));
    }

    private Wire.Reply confirm(String id, String xid) {
        return call("confirm", id, "{\"xid\":\"%s\"}".formatted(xid));
    }

    private Wire.Reply cancel(String id, String xid) {
        return call("cancel", id, "{\"xid\":\"%s\"}".formatted(xid));
    }

    private static void assertStands(Wire.Reply reply, String state, String lines) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.text("state")).isEqualTo(state);
        assertThat(reply.body().path("lines").toString()).isEqualTo("[" + lines + "]");
    }

    private static void assertRefused(Wire.Reply reply, int status, String type) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.text("type")).isEqualTo("urn:holdfast:" + type);
        assertThat(reply.body().path("status").asInt()).isEqualTo(status);
    }

    @Test
    void try_freezes_confirm_sells() {
        long sku = shop.newSku(5);
        assertStands(tryIt(id, "x1", line(sku, 2)), "TRIED", line(sku, 2));
        assertThat(shop.level(sku)).isEqualTo("3/2/0");
        Wire.Reply confirmed = confirm(id, "x1");
        assertStands(confirmed, "CONFIRMED", line(sku, 2));
        assertThat(confirmed.text("reservationId")).isEqualTo(id);
        assertThat(confirmed.text("xid")).isEqualTo("x1");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void try_freezes_cancel_gives_back() {
        long sku = shop.newSku(5);
        tryIt(id, "x1", line(sku, 2));
        assertStands(cancel(id, "x1"), "CANCELLED", line(sku, 2));
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void a_repeated_verb_is_an_echo_and_moves_nothing() {
        long sku = shop.newSku(5);
        tryIt(id, "x1", line(sku, 1), line(sku, 1));
        assertStands(tryIt(id, "x1", line(sku, 2)), "TRIED", line(sku, 2));
        assertThat(shop.level(sku)).isEqualTo("3/2/0");
        confirm(id, "x1");
        assertStands(confirm(id, "x1"), "CONFIRMED", line(sku, 2));
        assertStands(tryIt(id, "x1", line(sku, 2)), "CONFIRMED", line(sku, 2));
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
        String other = UUID.randomUUID().toString();
        tryIt(other, "x1", line(sku, 1));
        cancel(other, "x1");
        assertStands(cancel(other, "x1"), "CANCELLED", line(sku, 1));
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void cancel_of_nothing_leaves_a_tombstone_and_the_late_try_is_refused() {
        long sku = shop.newSku(5);
        assertStands(cancel(id, "x1"), "CANCELLED", "");
        assertRefused(tryIt(id, "x1", line(sku, 2)), 409, "already-cancelled");
        assertRefused(confirm(id, "x1"), 409, "already-cancelled");
        assertStands(cancel(id, "x1"), "CANCELLED", "");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void confirm_of_nothing_is_refused_and_leaves_nothing() {
        long sku = shop.newSku(5);
        assertRefused(confirm(id, "x1"), 409, "not-tried");
        assertThat(shop.reservation(id)).isEqualTo("ABSENT");
        assertStands(tryIt(id, "x1", line(sku, 2)), "TRIED", line(sku, 2));
    }

    @Test
    void cancel_after_confirm_and_confirm_after_cancel_are_refused() {
        long sku = shop.newSku(5);
        tryIt(id, "x1", line(sku, 2));
        confirm(id, "x1");
        assertRefused(cancel(id, "x1"), 409, "already-confirmed");
        String other = UUID.randomUUID().toString();
        tryIt(other, "x1", line(sku, 1));
        cancel(other, "x1");
        assertRefused(confirm(other, "x1"), 409, "already-cancelled");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @ParameterizedTest
    @CsvSource({"TRIED", "CONFIRMED", "CANCELLED"})
    void any_verb_of_another_xid_changes_nothing_and_is_told_the_owner(String state) {
        long sku = shop.newSku(5);
        tryIt(id, "x1", line(sku, 2));
        if (state.equals("CONFIRMED")) {
            confirm(id, "x1");
        } else if (state.equals("CANCELLED")) {
            cancel(id, "x1");
        }
        String before = shop.level(sku);
        for (Wire.Reply reply : List.of(tryIt(id, "x2", line(sku, 2)), confirm(id, "x2"), cancel(id, "x2"))) {
            assertRefused(reply, 409, "id-reused");
            assertThat(reply.text("xid")).isEqualTo("x1");
        }
        assertThat(shop.reservation(id)).isEqualTo(state);
        assertThat(shop.level(sku)).isEqualTo(before);
    }

    @Test
    void a_try_with_other_lines_is_an_id_reused() {
        long sku = shop.newSku(5);
        tryIt(id, "x1", line(sku, 2));
        assertRefused(tryIt(id, "x1", line(sku, 3)), 409, "id-reused");
        assertThat(shop.level(sku)).isEqualTo("3/2/0");
    }

    @Test
    void a_short_try_names_every_short_line_and_leaves_no_row() {
        long few = shop.newSku(1);
        long enough = shop.newSku(9);
        long none = shop.newSku(3);
        Wire.Reply reply = tryIt(id, "x1", line(none, 4), line(enough, 4), line(few, 2));
        assertRefused(reply, 409, "insufficient-stock");
        assertThat(reply.body().path("shortages").findValuesAsText("skuId")).containsExactly("" + few, "" + none);
        assertThat(reply.body().path("shortages").findValuesAsText("requested")).containsExactly("2", "4");
        assertThat(reply.body().path("shortages").findValuesAsText("available")).containsExactly("1", "3");
        assertThat(shop.reservation(id)).isEqualTo("ABSENT");
        assertThat(shop.level(enough)).isEqualTo("9/0/0");
        shop.replenish(none, 1, 1);
        shop.replenish(few, 1, 1);
        // At once, also if the gate has not heard of the new units: the database has.
        assertThat(tryIt(id, "x1", line(none, 4), line(enough, 4), line(few, 2)).status())
                .isEqualTo(200);
    }

    @Test
    void an_unknown_sku_is_not_found_and_holds_nothing() {
        long sku = shop.newSku(5);
        assertRefused(tryIt(id, "x1", line(sku, 1), line(2, sku, 1)), 404, "unknown-sku");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        assertThat(shop.reservation(id)).isEqualTo("ABSENT");
    }

    @Test
    void a_hundred_lines_are_held_and_a_hundred_and_one_are_not() {
        List<Long> skus = IntStream.range(0, 100).mapToObj(i -> shop.newSku(1)).toList();
        String[] hundred = skus.stream().map(sku -> line(sku, 1)).toArray(String[]::new);
        assertRefused(
                tryIt(id, "x1", (String.join(",", hundred) + "," + line(1, 1, 1)).split(",(?=\\{)")),
                400,
                "invalid-request");
        assertThat(tryIt(id, "x1", hundred).status()).isEqualTo(200);
        assertThat(confirm(id, "x1").status()).isEqualTo(200);
        assertThat(skus).allMatch(sku -> shop.level(sku).equals("0/0/1"));
    }

    @Test
    void a_reservation_can_be_read_and_the_tried_ones_listed_oldest_first() {
        long sku = shop.newSku(5);
        List<String> ids = IntStream.range(0, 3).mapToObj(i -> i + "-" + id).toList();
        ids.forEach(each -> tryIt(each, "x1", line(sku, 1)));
        assertStands(shop.stock.get("/tcc/reservations/" + ids.get(0)), "TRIED", line(sku, 1));
        assertThat(shop.stock.get("/tcc/reservations/" + UUID.randomUUID()).status())
                .isEqualTo(404);
        Wire.Reply list = shop.stock.get("/tcc/reservations?state=TRIED&olderThanSeconds=0&limit=1000");
        assertThat(list.body().findValuesAsText("reservationId")).containsSubsequence(ids);
        assertThat(list.body().findValuesAsText("xid"))
                .hasSameSizeAs(list.body().findValuesAsText("reservationId"));
        assertThat(shop.stock
                        .get("/tcc/reservations?state=TRIED&olderThanSeconds=3600&limit=1000")
                        .body()
                        .size())
                .isZero();
        assertThat(shop.stock
                        .get("/tcc/reservations?state=TRIED&limit=2")
                        .body()
                        .size())
                .isEqualTo(2);
        for (JsonNode each : list.body()) {
            if (each.path("reservationId").asText().equals(ids.get(0))) {
                String behind = "&afterTime=" + each.path("updatedAt").asText() + "&afterId=" + ids.get(0);
                JsonNode page = shop.stock
                        .get("/tcc/reservations?state=TRIED&limit=2" + behind)
                        .body();
                assertThat(page.findValuesAsText("reservationId"))
                        .as("the page behind the first")
                        .containsExactly(ids.get(1), ids.get(2));
            }
        }
        ids.forEach(each -> cancel(each, "x1"));
    }

    @Test
    void a_try_and_its_cancel_at_once_never_leave_anything_held() throws Exception {
        long sku = shop.newSku(1);
        for (int round = 0; round < 50; round++) {
            String each = UUID.randomUUID().toString();
            List<Callable<Wire.Reply>> both = List.of(() -> tryIt(each, "x1", line(sku, 1)), () -> cancel(each, "x1"));
            List<Wire.Reply> replies = RaceIT.atOnce(2, both);
            assertThat(replies.get(0).status()).as(replies.toString()).isIn(200, 409);
            assertThat(replies.get(1).status()).as(replies.toString()).isEqualTo(200);
            assertThat(shop.reservation(each)).isEqualTo("CANCELLED");
            assertThat(shop.level(sku)).isEqualTo("1/0/0");
        }
    }

    @Test
    void of_a_confirm_and_a_cancel_at_once_exactly_one_wins() throws Exception {
        long sku = shop.newSku(50);
        int sold = 0;
        for (int round = 0; round < 50; round++) {
            String each = UUID.randomUUID().toString();
            tryIt(each, "x1", line(sku, 1));
            List<Wire.Reply> replies = RaceIT.atOnce(2, List.of(() -> confirm(each, "x1"), () -> cancel(each, "x1")));
            assertThat(replies).extracting(Wire.Reply::status).containsExactlyInAnyOrder(200, 409);
            sold += replies.get(0).status() == 200 ? 1 : 0;
        }
        assertThat(shop.level(sku)).isEqualTo((50 - sold) + "/0/" + sold);
    }

    @Test
    void the_same_verb_many_times_at_once_moves_once() throws Exception {
        long sku = shop.newSku(5);
        for (int round = 0; round < 10; round++) {
            String each = UUID.randomUUID().toString();
            assertThat(atOnce(() -> tryIt(each, "x1", line(sku, 2)))).containsOnly(200);
            assertThat(shop.level(sku)).isEqualTo("3/2/0");
            assertThat(atOnce(() -> cancel(each, "x1"))).containsOnly(200);
            assertThat(shop.level(sku)).isEqualTo("5/0/0");
            assertThat(atOnce(() -> cancel("never-tried-" + each, "x1"))).containsOnly(200);
        }
        tryIt(id, "x1", line(sku, 2));
        assertThat(atOnce(() -> confirm(id, "x1"))).containsOnly(200);
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    /** The statuses of 16 calls of the same at once. */
    private static List<Integer> atOnce(Callable<Wire.Reply> call) throws Exception {
        return RaceIT.atOnce(16, Collections.nCopies(16, call)).stream()
                .map(Wire.Reply::status)
                .toList();
    }

    @Test
    void a_short_try_many_times_at_once_leaves_nothing() throws Exception {
        long sku = shop.newSku(1);
        for (int round = 0; round < 10; round++) {
            String each = UUID.randomUUID().toString();
            assertThat(atOnce(() -> tryIt(each, "x1", line(sku, 2)))).containsOnly(409);
            assertThat(shop.reservation(each)).isEqualTo("ABSENT");
        }
        assertThat(shop.level(sku)).isEqualTo("1/0/0");
    }

    @Test
    void a_hundred_tries_for_ten_units_exactly_ten_hold() throws Exception {
        long sku = shop.newSku(10);
        List<Callable<Wire.Reply>> tries = IntStream.range(0, 100)
                .<Callable<Wire.Reply>>mapToObj(
                        i -> () -> tryIt(UUID.randomUUID().toString(), "x" + i, line(sku, 1)))
                .toList();
        assertThat(RaceIT.atOnce(32, tries).stream()
                        .collect(Collectors.groupingBy(Wire.Reply::status, Collectors.counting())))
                .isEqualTo(Map.of(200, 10L, 409, 90L));
        assertThat(shop.level(sku)).isEqualTo("0/10/0");
    }

    @Test
    void tries_of_two_skus_in_opposite_line_order_never_deadlock() throws Exception {
        long a = shop.newSku(1000);
        long b = shop.newSku(1000);
        List<Callable<Wire.Reply>> tries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tries.add(() -> tryIt(UUID.randomUUID().toString(), "x1", line(a, 1), line(b, 1)));
            tries.add(() -> tryIt(UUID.randomUUID().toString(), "x1", line(b, 1), line(a, 1)));
        }
        assertThat(RaceIT.atOnce(16, tries)).extracting(Wire.Reply::status).containsOnly(200);
        assertThat(shop.level(a)).isEqualTo("800/200/0");
        assertThat(shop.level(b)).isEqualTo("800/200/0");
    }

    @Test
    void a_replenishment_counts_once_per_id() {
        long sku = shop.newSku(5);
        assertThat(replenish(sku, id, "40").status()).isEqualTo(200);
        Wire.Reply again = replenish(sku, id, "40");
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(again.text("total")).isEqualTo("45");
        assertThat(again.text("available")).isEqualTo("45");
        assertRefused(replenish(sku, id, "41"), 409, "id-reused");
        for (String quantity : List.of("0", "-1", "1000000001", "\"4\"", "null", "1.5", "9223372036854775808")) {
            assertRefused(replenish(sku, "other", quantity), 400, "invalid-request");
        }
        assertThat(shop.level(sku)).isEqualTo("45/0/0");
    }

    /** The same verb for several reservations of transaction x1, in one request. */
    final List<String> all(String verb, String... each) {
        String list = verb.equals("try") ? "reservations" : "reservationIds";
        String body = "{\"xid\":\"x1\",\"%s\":[%s]}".formatted(list, String.join(",", each));
        return BatchIT.words(shop.stock.post("/tcc/reservations/" + verb, body));
    }

    static String wanted(String id, String... lines) {
        return "{\"reservationId\":\"%s\",\"lines\":[%s]}".formatted(id, String.join(",", lines));
    }

    private static String quoted(String id) {
        return "\"" + id + "\"";
    }

    @Test
    void a_row_that_is_locked_from_outside_is_busy_for_the_tries_that_need_it_and_the_others_hold() throws Exception {
        long a = shop.newSku(5);
        long b = shop.newSku(5);
        long c = shop.newSku(5);
        String[] batch = {
            wanted("a-" + id, line(a, 1)),
            wanted("b-" + id, line(b, 1)),
            wanted("ac-" + id, line(a, 1), line(c, 1)),
            wanted("c-" + id, line(c, 1))
        };
        LockedRow.stock(shop, b).during(() -> {
            assertThat(inTime(() -> all("try", batch))).containsExactly("TRIED", "stock-busy", "TRIED", "TRIED");
            assertThat(shop.reservation("b-" + id)).isEqualTo("ABSENT");
            assertThat(inTime(() -> all("try", batch))).containsExactly("TRIED", "stock-busy", "TRIED", "TRIED");
        });
        await("the row to be free", SOON, () -> assertThat(all("try", batch)).containsOnly("TRIED"));
        assertThat(shop.level(a)).isEqualTo("3/2/0");
        assertThat(shop.level(b)).isEqualTo("4/1/0");
        assertThat(shop.level(c)).isEqualTo("3/2/0");
    }

    @Test
    void a_row_that_is_locked_from_outside_is_busy_for_the_confirms_and_cancels_that_need_it() throws Exception {
        long a = shop.newSku(5);
        long b = shop.newSku(5);
        String[] ids = {"1-" + id, "2-" + id, "3-" + id, "4-" + id};
        all("try", wanted(ids[0], line(a, 1)), wanted(ids[1], line(b, 1)), wanted(ids[2], line(a, 1), line(b, 1)));
        all("try", wanted(ids[3], line(b, 1)));
        LockedRow.stock(shop, a).during(() -> {
            assertThat(inTime(() -> all("confirm", quoted(ids[0]), quoted(ids[1]))))
                    .containsExactly("stock-busy", "CONFIRMED");
            assertThat(inTime(() -> all("cancel", quoted(ids[2]), quoted(ids[3]), quoted("5-" + id))))
                    .containsExactly("stock-busy", "CANCELLED", "CANCELLED");
            assertThat(shop.reservation(ids[0])).isEqualTo("TRIED");
            assertThat(shop.reservation(ids[2])).isEqualTo("TRIED");
        });
        await("the row to be free", SOON, () -> assertThat(all("confirm", quoted(ids[0]), quoted(ids[1])))
                .containsOnly("CONFIRMED"));
        assertThat(all("cancel", quoted(ids[2]))).containsOnly("CANCELLED");
        assertThat(shop.level(a)).isEqualTo("4/0/1");
        assertThat(shop.level(b)).isEqualTo("4/0/1");
    }

    @Test
    void a_reservation_that_is_locked_from_outside_is_busy_and_the_others_move() throws Exception {
        long sku = shop.newSku(5);
        String[] ids = {"1-" + id, "2-" + id, "3-" + id, "4-" + id};
        for (String each : ids) {
            all("try", wanted(each, line(sku, 1)));
        }
        LockedRow.reservation(shop, ids[0]).during(() -> {
            assertThat(inTime(() -> all("confirm", quoted(ids[0]), quoted(ids[1]))))
                    .containsExactly("stock-busy", "CONFIRMED");
            assertThat(inTime(() -> all("cancel", quoted(ids[0]), quoted(ids[2]))))
                    .containsExactly("stock-busy", "CANCELLED");
            assertThat(inTime(() -> all("try", wanted(ids[0], line(sku, 1)), wanted("5-" + id, line(sku, 1)))))
                    .containsExactly("stock-busy", "TRIED");
        });
        await("the row to be free", SOON, () -> assertThat(all("confirm", quoted(ids[0]), quoted(ids[3])))
                .containsOnly("CONFIRMED"));
        assertThat(shop.level(sku)).isEqualTo("1/1/3");
    }

    private void untilAll(String state, String verb, List<String> each) {
        List<String> words = new ArrayList<>();
        await("all of them to be " + state, SOON, () -> {
            words.clear();
            words.addAll(all(verb, each.toArray(String[]::new)));
            assertThat(words).isNotEmpty().doesNotContain("stock-busy");
        });
        assertThat(words).hasSameSizeAs(each).containsOnly(state);
    }

    /** Its callers wait for 4 s at most (holdfast.stock-client.read-timeout). */
    private static <T> T inTime(Callable<T> call) throws Exception {
        long begin = System.nanoTime();
        T answer = call.call();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        return answer;
    }

    /** The second Try of an id is done after the first: neither may be committed without the other. */
    @Test
    void a_batch_that_names_an_id_twice_is_all_or_nothing() throws Exception {
        long few = shop.newSku(1);
        long enough = shop.newSku(5);
        String twice = "twice-" + id;
        String other = "other-" + id;
        // The database gives up, as if it had lost its disk, when it meets the second Try.
        String trigger =
                """
                CREATE TRIGGER holdfast_stock.out_of_resources BEFORE INSERT ON holdfast_stock.stock_reservation FOR EACH ROW
                IF NEW.reservation_id = '%s'
                   AND EXISTS (SELECT 1 FROM holdfast_stock.stock_reservation_line WHERE reservation_id = '%s') THEN
                  SIGNAL SQLSTATE '53000' SET MESSAGE_TEXT = 'out of resources';
                END IF
                """
                        .formatted(twice, other);
        try (Connection root = shop.stack.rootConnection("");
                Statement statement = root.createStatement()) {
            statement.execute(trigger);
            try {
                assertThat(all(
                                "try",
                                // Not short, so that the gate, too, lets the first of them through to the database.
                                wanted(twice, line(few, 1)),
                                wanted(other, line(enough, 1)),
                                wanted(twice, line(few, 1))))
                        .doesNotContain("TRIED");
            } finally {
                statement.execute("DROP TRIGGER holdfast_stock.out_of_resources");
            }
        }
        assertThat(shop.reservation(other)).isEqualTo("ABSENT");
        assertThat(shop.level(enough)).isEqualTo("5/0/0");
        assertThat(all(
                        "try",
                        wanted(twice, line(few, 2)),
                        wanted(other, line(enough, 1)),
                        wanted(twice, line(few, 1)),
                        wanted(twice, line(few, 1))))
                .containsExactly("insufficient-stock", "TRIED", "TRIED", "TRIED");
        assertThat(shop.level(few)).isEqualTo("0/1/0");
        assertThat(shop.level(enough)).isEqualTo("4/1/0");
    }

    @Test
    void a_try_that_is_the_victim_of_one_deadlock_after_the_other_is_busy() throws Exception {
        long sku = shop.newSku(5);
        String trigger =
                """
                CREATE TRIGGER holdfast_stock.deadlock BEFORE INSERT ON holdfast_stock.stock_reservation FOR EACH ROW
                IF NEW.reservation_id = '%s' THEN
                  SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found';
                END IF
                """
                        .formatted(id);
        try (Connection root = shop.stack.rootConnection("");
                Statement statement = root.createStatement()) {
            statement.execute(trigger);
            try {
                assertThat(all("try", wanted(id, line(sku, 1)))).containsExactly("stock-busy");
                assertThat(all("try", wanted("1-" + id, line(sku, 1)), wanted(id, line(sku, 1))))
                        .containsExactly("TRIED", "stock-busy");
            } finally {
                statement.execute("DROP TRIGGER holdfast_stock.deadlock");
            }
        }
        assertThat(shop.level(sku)).isEqualTo("4/1/0");
    }

    @Test
    void sixty_reservations_of_a_hundred_distinct_skus_each_go_in_one_request() throws Exception {
        long first = shop.newSkus(6_000);
        List<String> batch = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long from = first + i * 100L;
            ids.add(quoted(i + "-" + id));
            batch.add(wanted(
                    i + "-" + id,
                    LongStream.range(from, from + 100)
                            .mapToObj(sku -> line(sku, 1))
                            .toArray(String[]::new)));
        }
        // On a slow machine some wait for their turn for longer than they may, and are busy: a verb may be repeated.
        untilAll("TRIED", "try", batch);
        untilAll("CONFIRMED", "confirm", ids.subList(0, 30));
        untilAll("CANCELLED", "cancel", ids.subList(30, 60));
        String levels =
                """
                SELECT CONCAT(SUM(sku_id < ? AND available = 0 AND sold = 1), '/', SUM(sku_id >= ? AND available = 1 AND sold = 0))
                  FROM holdfast_stock.stock WHERE sku_id >= ? AND sku_id < ? AND frozen = 0
                """;
        assertThat(shop.sql(levels, first + 3_000, first + 3_000, first, first + 6_000))
                .isEqualTo("3000/3000");
    }

    private Wire.Reply replenish(long sku, String replenishmentId, String quantity) {
        return shop.stock.post(
                "/stock/" + sku + "/replenishments",
                "{\"replenishmentId\":\"%s\",\"storeId\":1,\"quantity\":%s}".formatted(replenishmentId, quantity));
    }
}
