package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hot rows: who is sent away, who is let through, and that the gate's count follows the database. */
class GateIT extends GateTest {
    @Test
    void a_row_configured_hot_is_loaded_before_anybody_asks_and_refuses_without_the_rows_lock() throws Exception {
        long sku = newHotSku(3);
        assertDone(tryIt(id, line(sku, 3)));
        assertThat(keys.free(row(sku))).isZero();
        assertThat(keys.holders(row(sku))).containsOnlyKeys(id);
        whileTheRowIsLocked(sku, () -> assertShort(tryIt(UUID.randomUUID().toString(), line(sku, 1)), 1, 0));
        assertDone(confirm(id));
        assertGateIsRight(sku);
    }

    @Test
    void cold_rows_never_touch_redis() {
        long sku = shop.newSku(5);
        tryAndConfirm(sku, 5);
        assertThat(keys.free(row(sku))).isNull();
        assertThat(keys.holders(row(sku))).isEmpty();
    }

    @Test
    void a_hundred_tries_for_ten_hot_units_exactly_ten_hold() throws Exception {
        long sku = newHotSku(10);
        List<Callable<Wire.Reply>> tries = IntStream.range(0, 100)
                .<Callable<Wire.Reply>>mapToObj(i -> () -> tryIt(id + i, line(sku, 1)))
                .toList();
        List<Wire.Reply> replies = RaceIT.atOnce(32, tries);
        assertThat(replies.stream().collect(Collectors.groupingBy(Wire.Reply::status, Collectors.counting())))
                .isEqualTo(Map.of(200, 10L, 409, 90L));
        assertThat(shop.level(sku)).isEqualTo("0/10/0");
        List<String> held = replies.stream()
                .filter(reply -> reply.status() == 200)
                .map(reply -> reply.text("reservationId"))
                .toList();
        held.subList(0, 5).forEach(each -> assertDone(confirm(each)));
        held.subList(5, 10).forEach(each -> assertDone(cancel(each)));
        assertThat(shop.level(sku)).isEqualTo("5/0/5");
        assertGateIsRight(sku);
    }

    @Test
    void fifty_orders_for_ten_hot_units_exactly_ten_are_confirmed() throws Exception {
        long sku = newHotSku(10);
        List<Callable<Wire.Reply>> orders = Collections.nCopies(50, () -> shop.order(line(sku, 1)));
        List<Wire.Reply> replies = RaceIT.atOnce(16, orders);
        assertThat(replies.stream().collect(Collectors.groupingBy(Wire.Reply::status, Collectors.counting())))
                .isEqualTo(Map.of(201, 10L, 409, 40L));
        assertThat(shop.level(sku)).isEqualTo("0/0/10");
        assertGateIsRight(sku);
    }

    @Test
    void pairs_of_hot_rows_are_all_sold_to_somebody_though_every_order_wants_both() throws Exception {
        long a = shop.newSku(10);
        long b = shop.newSku(10);
        makeHot(a, b);
        List<Callable<Wire.Reply>> tries = IntStream.range(0, 60)
                .<Callable<Wire.Reply>>mapToObj(
                        i -> () -> tryIt(id + i, line(i % 2 == 0 ? a : b, 1), line(i % 2 == 0 ? b : a, 1)))
                .toList();
        List<Wire.Reply> replies = RaceIT.atOnce(16, tries);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(10);
        replies.stream().filter(reply -> reply.status() == 200).forEach(reply -> confirm(reply.text("reservationId")));
        assertGateIsRight(a);
        assertGateIsRight(b);
    }

    @Test
    void a_large_one_is_short_and_smaller_ones_behind_it_still_go_through() {
        long sku = newHotSku(5);
        assertShort(tryIt(id, line(sku, 6)), 6, 5);
        tryAndConfirm(sku, 5);
        assertThat(shop.level(sku)).isEqualTo("0/0/5");
        assertGateIsRight(sku);
    }

    @Test
    void cancelling_gives_back_and_tells_at_once() {
        long sku = newHotSku(2);
        List<String> heard = keys.listen(row(sku));
        assertDone(tryIt(id, line(sku, 2)));
        await("the mark", SOON, () -> assertThat(heard).contains("sold-out " + row(sku)));
        assertDone(cancel(id));
        await("the mark to be cleared", SOON, () -> assertThat(heard).endsWith("back " + row(sku)));
        tryAndConfirm(sku, 2);
        assertGateIsRight(sku);
    }

    @Test
    void cancelling_what_was_never_tried_gives_nothing_back_and_the_late_try_holds_nothing() {
        long sku = newHotSku(5);
        assertDone(cancel(id));
        assertThat(tryIt(id, line(sku, 2)).text("type")).isEqualTo("urn:holdfast:already-cancelled");
        assertGateIsRight(sku);
        assertThat(keys.free(row(sku))).isEqualTo(5);
    }

    @Test
    void units_that_arrive_are_free_at_once_and_the_mark_is_cleared() {
        long sku = newHotSku(1);
        List<String> heard = keys.listen(row(sku));
        tryAndConfirm(sku, 1);
        assertShort(tryIt(id, line(sku, 1)), 1, 0);
        shop.replenish(sku, 1, 7);
        await("the units", Duration.ofSeconds(2), () -> assertThat(keys.free(row(sku)))
                .isEqualTo(7));
        await("the mark to be cleared", SOON, () -> assertThat(heard).endsWith("back " + row(sku)));
        tryAndConfirm(sku, 7);
        assertGateIsRight(sku);
    }

    @Test
    void an_order_that_the_database_refuses_costs_no_other_of_its_batch_a_unit() {
        long hot = newHotSku(200);
        long soldOut = shop.newSku(1);
        tryAndConfirm(soldOut, 1);
        List<String> wanted = new ArrayList<>(List.of(wanted(id + "-all", line(hot, 200), line(soldOut, 1))));
        IntStream.range(0, 50).forEach(i -> wanted.add(wanted(id + i, line(hot, 1))));
        Wire.Reply reply = shop.stock.post(
                "/tcc/reservations/try", "{\"xid\":\"x\",\"reservations\":[%s]}".formatted(String.join(",", wanted)));
        assertDone(reply);
        assertThat(reply.body()).hasSize(51);
        assertThat(reply.body().path(0).path("problem").path("type").asText())
                .isEqualTo("urn:holdfast:insufficient-stock");
        assertThat(reply.body().findValuesAsText("state")).hasSize(50).containsOnly("TRIED");
        assertThat(shop.level(hot)).isEqualTo("150/50/0");
        IntStream.range(0, 50).forEach(i -> assertDone(confirm(id + i)));
        assertGateIsRight(hot);
    }

    private static String wanted(String reservationId, String... lines) {
        return "{\"reservationId\":\"%s\",\"lines\":[%s]}".formatted(reservationId, String.join(",", lines));
    }

    @Test
    void a_try_that_waited_too_long_for_its_row_holds_nothing_at_the_gate() throws Exception {
        long sku = newHotSku(1);
        whileTheRowIsLocked(sku, () -> {
            Wire.Reply reply = tryIt(id, line(sku, 1));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
            assertThat(reply.text("type")).isEqualTo("urn:holdfast:stock-busy");
            // The keeper cannot come by: it needs the same lock.
            await("the unit to be given back", SOON, () -> assertThat(keys.free(row(sku)))
                    .isEqualTo(1));
            assertThat(keys.holders(row(sku))).isEmpty();
        });
        // stock-app may take the row for locked for a moment longer.
        await("the row to be free", SOON, () -> assertDone(tryIt(id + "-again", line(sku, 1))));
        assertDone(confirm(id + "-again"));
        assertThat(shop.level(sku)).isEqualTo("0/0/1");
        assertGateIsRight(sku);
    }

    @Test
    void what_the_database_refuses_is_given_back_at_once() throws Exception {
        long hot = newHotSku(5);
        long cold = shop.newSku(1);
        for (int i = 0; i < 3; i++) {
            assertShort(tryIt(id + i, line(hot, 5), line(cold, 2)), 2, 1);
            await("the units", SOON, () -> assertThat(keys.free(row(hot))).isEqualTo(5));
        }
        assertDone(tryIt(id, line(hot, 5), line(cold, 1)));
        assertThat(keys.holders(row(hot))).containsOnlyKeys(id);
        assertDone(confirm(id));
        assertGateIsRight(hot);
    }

    @Test
    void a_count_that_is_too_low_refuses_no_order_that_the_database_has_units_for() {
        long sku = newHotSku(500);
        double forced = counted("forced");
        double enough = lookedUp("enough");
        // Again and again, since the keeper may set the count right before the order comes.
        await("an order that takes by force", SOON, () -> {
            keys.setFree(row(sku), -3);
            tryAndConfirm(sku, 1);
            assertThat(counted("forced")).isGreaterThan(forced);
        });
        assertThat(lookedUp("enough")).isGreaterThan(enough);
        assertGateIsRight(sku);
    }

    @Test
    void orders_that_took_by_force_and_are_refused_bring_the_count_back() throws Exception {
        long sku = newHotSku(2);
        keys.setFree(row(sku), 0);
        List<Callable<Wire.Reply>> tries = IntStream.range(0, 16)
                .<Callable<Wire.Reply>>mapToObj(i -> () -> tryIt(id + i, line(sku, 2)))
                .toList();
        List<Wire.Reply> replies = RaceIT.atOnce(16, tries);
        assertThat(replies.stream().collect(Collectors.groupingBy(Wire.Reply::status, Collectors.counting())))
                .isEqualTo(Map.of(200, 1L, 409, 15L));
        replies.stream()
                .filter(reply -> reply.status() == 200)
                .forEach(reply -> assertDone(cancel(reply.text("reservationId"))));
        assertGateIsRight(sku);
        assertThat(keys.free(row(sku))).isEqualTo(2);
    }

    @Test
    void a_mark_needs_a_database_without_units_and_a_count_of_zero_is_not_enough() throws Exception {
        long there = shop.newSku(5);
        long gone = shop.newSku(1);
        makeHot(there, gone);
        tryAndConfirm(gone, 1);
        whileTheRowIsLocked(there, () -> {
            keys.setFree(row(there), 0);
            for (int renewals = 0; renewals < 3; renewals++) {
                long before = markEnd(gone);
                await("the other row's mark to be renewed", SOON, () -> assertThat(markEnd(gone))
                        .isGreaterThan(before));
                assertThat(keys.mark(row(there))).isEmpty();
            }
        });
        assertGateIsRight(there);
    }

    private long markEnd(long sku) {
        await("the mark", SOON, () -> assertThat(keys.mark(row(sku))).containsKey("end"));
        return Long.parseLong(keys.mark(row(sku)).getOrDefault("end", "0"));
    }

    @Test
    void a_try_that_passes_under_a_mark_is_counted_in_it() {
        long sku = newHotSku(1);
        tryAndConfirm(sku, 1);
        await("the mark", SOON, () -> assertThat(keys.mark(row(sku))).containsEntry("passed", "0"));
        // A mark may have ended and been made anew meanwhile: then its count begins again.
        await("it to be counted", SOON, () -> {
            String before = keys.mark(row(sku)).get("passed");
            assertThat(before).isNotNull();
            assertShort(tryIt(UUID.randomUUID().toString(), line(sku, 1)), 1, 0);
            assertThat(keys.mark(row(sku))).containsEntry("passed", "" + (Integer.parseInt(before) + 1));
        });
        assertGateIsRight(sku);
    }

    @Test
    void the_mark_is_renewed_even_while_the_row_is_locked() throws Exception {
        long sku = newHotSku(1);
        tryAndConfirm(sku, 1);
        assertGateIsRight(sku);
        whileTheRowIsLocked(sku, () -> {
            List<String> heard = keys.listen(row(sku));
            await("three renewals", SOON, () -> assertThat(heard)
                    .filteredOn(("sold-out " + row(sku))::equals)
                    .hasSizeGreaterThanOrEqualTo(3));
        });
    }

    @Test
    void the_same_reservation_many_times_at_once_takes_once() throws Exception {
        long sku = newHotSku(5);
        List<Callable<Wire.Reply>> tries = Collections.nCopies(16, () -> tryIt(id, line(sku, 2)));
        assertThat(RaceIT.atOnce(16, tries)).allMatch(reply -> reply.status() == 200);
        assertThat(keys.free(row(sku))).isEqualTo(3);
        assertThat(keys.holders(row(sku))).containsOnlyKeys(id);
        assertDone(confirm(id));
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
        assertGateIsRight(sku);
        // Once more when it is long settled: an echo, and what it takes at the gate is let go by the keeper.
        assertDone(tryIt(id, line(sku, 2)));
        assertGateIsRight(sku);
    }

    @Test
    void a_hundred_lines_hot_and_cold_are_held_all_or_none() {
        List<Long> skus = IntStream.range(0, 100).mapToObj(i -> shop.newSku(2)).toList();
        List<Long> hot = skus.subList(40, 60);
        makeHot(hot.toArray(Long[]::new));
        String[] two = skus.stream().map(sku -> line(sku, 2)).toArray(String[]::new);
        assertDone(tryIt(id, line(hot.get(7), 1)));
        assertShort(tryIt(id + "-all", two), 2, 1);
        assertThat(shop.level(skus.get(0))).isEqualTo("2/0/0");
        assertDone(cancel(id));
        hot.forEach(this::assertGateIsRight);
        assertDone(tryIt(id + "-again", two));
        // At once, or, if the gate took longer than its budget, by the keeper.
        await("the units to be taken", SOON, () -> assertThat(hot).allMatch(sku -> keys.free(row(sku)) == 0));
        assertDone(confirm(id + "-again"));
        hot.forEach(this::assertGateIsRight);
        assertThat(skus).allMatch(sku -> shop.level(sku).equals("0/0/2"));
    }

    @Test
    void a_row_that_does_not_exist_is_never_loaded_and_the_database_says_so() {
        long sku = shop.newSku(1);
        long unknown = sku + 1_000_000;
        publishHot("[\"%s\", \"%s\"]".formatted(row(sku), row(unknown)));
        await("the other row to be loaded", SOON, () -> assertThat(keys.free(row(sku)))
                .isEqualTo(1));
        assertThat(tryIt(id, line(unknown, 1)).text("type")).isEqualTo("urn:holdfast:unknown-sku");
        assertThat(keys.free(row(unknown))).isNull();
        assertThat(keys.holders(row(unknown))).isEmpty();
    }

    @Test
    void a_malformed_setting_is_ignored_and_the_last_good_one_stays() {
        long sku = newHotSku(5);
        publishHot("[\"%s\", \"nonsense\"]".formatted(row(sku + 1)));
        await("the complaint", SOON, () -> assertThat(
                        Files.readString(shop.stack.stockApp().log()))
                .contains("'nonsense' is not of the form storeId:skuId"));
        tryAndConfirm(sku, 1);
        assertThat(keys.free(row(sku))).isEqualTo(4);
        assertGateIsRight(sku);
    }

    @Test
    void a_row_in_demand_becomes_hot_by_itself_and_cold_again() throws Exception {
        long sku = shop.newSku(1000);
        whileInDemand(
                () -> tryIt(UUID.randomUUID().toString(), line(sku, 1001)),
                () -> await("the row to become hot", SOON, () -> assertThat(keys.free(row(sku)))
                        .isNotNull()));
        assertGateIsRight(sku);
        await("the row to become cold", Duration.ofSeconds(15), () -> assertThat(keys.free(row(sku)))
                .isNull());
        assertThat(shop.level(sku)).isEqualTo("1000/0/0");
    }

    /** Asks for these lines sixty times in one request: demand enough if the machine does one a second. */
    private void ask(String... lines) {
        String wanted = IntStream.range(0, 60)
                .mapToObj(i -> "{\"reservationId\":\"%s\",\"lines\":[%s]}"
                        .formatted(UUID.randomUUID(), String.join(",", lines)))
                .collect(Collectors.joining(","));
        assertDone(shop.stock.post("/tcc/reservations/try", "{\"xid\":\"x\",\"reservations\":[" + wanted + "]}"));
    }

    @Test
    void a_sku_of_nineteen_digits_becomes_hot_once_it_exists_and_keeps_no_other_row_from_it() throws Exception {
        long sku = shop.newSku(1000);
        long longest = Long.MAX_VALUE;
        whileInDemand(() -> ask(line(sku, 1001), line(longest, 1001)), () -> {
            await("the row that exists to become hot", SOON, () -> assertThat(keys.free(row(sku)))
                    .isNotNull());
            assertThat(keys.listed()).doesNotContain(row(longest));
            shop.replenish(longest, 1, 7);
            await("the other one to become hot", Duration.ofSeconds(30), () -> assertThat(keys.free(row(longest)))
                    .isEqualTo(7));
        });
        // Not all of them: what is sold out stays hot for long.
        Wire.Reply order = shop.order(line(longest, 3));
        assertThat(order.status()).as(order.toString()).isEqualTo(201);
        assertGateIsRight(longest);
        assertGateIsRight(sku);
        makeHot(longest);
        assertShort(tryIt(id, line(longest, 5)), 5, 4);
        publishHot("[]");
        await("both to become cold", Duration.ofSeconds(60), () -> assertThat(List.of(row(sku), row(longest)))
                .allMatch(row -> keys.free(row) == null));
    }

    @Test
    void a_hundred_skus_that_do_not_exist_take_no_place_from_one_that_does() throws Exception {
        long sku = shop.newSku(1000);
        String[] unknown = LongStream.range(0, 100)
                .mapToObj(i -> line(3_000_000_000L + i, 1))
                .toArray(String[]::new);
        AtomicLong asked = new AtomicLong();
        AtomicBoolean real = new AtomicBoolean();
        whileInDemand(
                () -> {
                    tryIt(UUID.randomUUID().toString(), unknown);
                    asked.incrementAndGet();
                    if (real.get()) {
                        ask(line(sku, 1001));
                    }
                },
                () -> {
                    await("the flood", Duration.ofMinutes(2), () -> assertThat(asked)
                            .hasValueGreaterThan(600));
                    real.set(true);
                    await("the row to become hot", SOON, () -> assertThat(keys.free(row(sku)))
                            .isNotNull());
                    assertThat(keys.listed()).noneMatch(listed -> listed.startsWith("1:3000000"));
                });
        assertGateIsRight(sku);
    }

    @Test
    void entries_of_the_list_that_name_no_row_are_removed_and_told_of_once_and_stop_no_other() throws Exception {
        long sku = shop.newSku(1000);
        List<String> nonsense = List.of("nonsense", "1:99999999999999999999", "01:5", "0:7", "\u0000");
        nonsense.forEach(entry -> keys.list(entry, 600_000));
        keys.list("cooled nonsense", -600_000);
        whileInDemand(
                () -> ask(line(sku, 1001)),
                () -> await("the row to become hot", SOON, () -> assertThat(keys.free(row(sku)))
                        .isNotNull()));
        await("the entries to be gone", SOON, () -> assertThat(keys.listed())
                .doesNotContainAnyElementsOf(nonsense)
                .doesNotContain("cooled nonsense"));
        nonsense.forEach(entry -> keys.list(entry, 600_000));
        await("them to be gone again", SOON, () -> assertThat(keys.listed()).doesNotContainAnyElementsOf(nonsense));
        await("the row to become cold", Duration.ofSeconds(60), () -> assertThat(keys.free(row(sku)))
                .isNull());
        assertThat(Files.readString(shop.stack.stockApp().log()).lines())
                .filteredOn(each -> each.contains("names no stock row and is removed: '1:99999999999999999999'"))
                .hasSize(1);
    }

    @Test
    void a_holder_the_database_never_heard_of_is_forgotten() {
        long sku = newHotSku(5);
        new GateScripts(keys.redis, shop.stack.settings().repository(), row(sku)).take("lost", 2);
        assertThat(keys.free(row(sku))).isEqualTo(3);
        await("it to be forgotten", Duration.ofSeconds(20), () -> assertThat(keys.free(row(sku)))
                .isEqualTo(5));
        assertGateIsRight(sku);
    }

    @Test
    void what_the_gate_answered_can_be_read() {
        long sku = newHotSku(1);
        double taken = counted("taken");
        double soldOut = counted("sold-out");
        double looked = lookedUp("short");
        tryAndConfirm(sku, 1);
        Stream.of("a", "b").forEach(each -> assertShort(tryIt(id + each, line(sku, 1)), 1, 0));
        assertThat(counted("taken")).isEqualTo(taken + 1);
        assertThat(counted("sold-out")).isEqualTo(soldOut + 2);
        assertThat(lookedUp("short")).isEqualTo(looked + 2);
        for (String result : List.of("short", "enough", "failed")) {
            assertThat(shop.stock
                            .management()
                            .get("/actuator/metrics/holdfast.gate.looked-up?tag=result:" + result)
                            .status())
                    .as(result)
                    .isEqualTo(200);
        }
        assertThat(shop.stock
                        .management()
                        .get("/actuator/metrics/holdfast.gate.take")
                        .status())
                .isEqualTo(200);
    }
}
