package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person finishes orders that nobody else has finished yet: by the same cells, and signed. */
class HandIT extends RecoveryTest {
    private static final String SIGNED = "{\"by\":\"kim\",\"why\":\"the buyer has called\"}";

    private Wire.Reply act(String what, String id) {
        return shop.orders.post("/recovery/" + what.formatted(id), SIGNED);
    }

    private Wire.Reply cancel(String orderNo) {
        return act("orders/%s/cancel", orderNo);
    }

    private Wire.Reply confirm(String orderNo) {
        return act("orders/%s/confirm", orderNo);
    }

    private static void assertDone(Wire.Reply reply, String before, String after) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.text("before") + ">" + reply.text("after")).isEqualTo(before + ">" + after);
    }

    private static void assertRefused(Wire.Reply reply, int status, String type) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.text("type")).isEqualTo("urn:holdfast:" + type);
    }

    /** TRIED, and its stock held, by a transaction that Seata does not know. */
    private String triedOrder(long sku, int quantity) {
        String xid = forgotten();
        String orderNo = order("TRIED", xid, sku, quantity);
        hold(orderNo, xid, sku, quantity);
        return orderNo;
    }

    @Test
    void a_tried_order_is_cancelled_once_and_gives_back() {
        long sku = shop.newSku(5);
        String orderNo = triedOrder(sku, 2);
        assertDone(cancel(orderNo), "TRIED", "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        Wire.Reply again = cancel(orderNo);
        assertRefused(again, 409, "order-finished");
        assertThat(again.text("orderStatus")).isEqualTo("CANCELLED");
        assertRefused(confirm(orderNo), 409, "order-finished");
        assertThat(log(orderNo)).containsExactly("order cancel TRIED>CANCELLED kim");
    }

    @Test
    void a_tried_order_is_confirmed_and_its_stock_sold() {
        long sku = shop.newSku(5);
        String orderNo = triedOrder(sku, 2);
        assertDone(confirm(orderNo), "TRIED", "CONFIRMED");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
        assertThat(log(orderNo)).containsExactly("order confirm TRIED>CONFIRMED kim");
        assertThat(shop.orderAs(orderNo, line(sku, 2)).status()).isEqualTo(201);
    }

    @Test
    void a_new_order_can_be_cancelled_but_not_confirmed() {
        long sku = shop.newSku(5);
        String orderNo = order("NEW", null, sku, 1);
        assertRefused(confirm(orderNo), 409, "order-not-tried");
        assertDone(cancel(orderNo), "NEW", "REJECTED");
        Wire.Reply replay = shop.orderAs(orderNo, line(sku, 1));
        assertRefused(replay, 409, "try-failed");
    }

    @Test
    void what_the_cell_says_counts_not_what_was_asked_for() {
        long sku = shop.newSku(5);
        String sold = triedOrder(sku, 1);
        stock("confirm", sold, xidOf(sold));
        assertDone(cancel(sold), "TRIED", "CONFIRMED");
        String returned = triedOrder(sku, 1);
        stock("cancel", returned, xidOf(returned));
        assertDone(confirm(returned), "TRIED", "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("4/0/1");
    }

    private String xidOf(String orderNo) {
        return shop.sql("SELECT xid FROM holdfast_order.orders WHERE order_no = ?", orderNo);
    }

    /** As retention leaves it: the order may have been sold a week ago. */
    private String orderOfARemovedReservation(long sku) {
        String orderNo = order("TRIED", forgotten(), sku, 1);
        neverOld(orderNo);
        change(
                "UPDATE holdfast_order.orders SET created_at = UTC_TIMESTAMP(3) - INTERVAL 40 DAY WHERE order_no = ?",
                orderNo);
        return orderNo;
    }

    @Test
    void what_no_reservation_tells_of_any_more_is_decided_by_a_person_who_says_so() {
        long sku = shop.newSku(5);
        // So far has retention come.
        change("UPDATE holdfast_stock.stock_retention SET removed_to = UTC_TIMESTAMP(3) - INTERVAL 30 DAY"
                + " WHERE state = 'CONFIRMED' AND removed_to < UTC_TIMESTAMP(3) - INTERVAL 30 DAY");
        String sold = orderOfARemovedReservation(sku);
        String off = orderOfARemovedReservation(sku);
        assertRefused(confirm(sold), 409, "reservation-removed");
        assertRefused(cancel(off), 409, "reservation-removed");
        assertThat(shop.status(sold) + shop.status(off)).isEqualTo("TRIEDTRIED");
        assertThat(shop.reservation(off)).as("no tombstone").isEqualTo("ABSENT");
        assertDone(act("orders/%s/confirm?reservationRemoved=true", sold), "TRIED", "CONFIRMED");
        assertDone(act("orders/%s/cancel?reservationRemoved=true", off), "TRIED", "CANCELLED");
        assertThat(log(sold)).containsExactly("order confirm TRIED>CONFIRMED kim");
        // What a late Cancel of somebody else leaves is no proof either.
        String late = orderOfARemovedReservation(sku);
        stock("cancel", late, xidOf(late));
        assertRefused(confirm(late), 409, "reservation-removed");
        assertRefused(cancel(late), 409, "reservation-removed");
        assertDone(act("orders/%s/cancel?reservationRemoved=true", late), "TRIED", "CANCELLED");
    }

    @Test
    void while_there_is_a_reservation_it_decides_whatever_a_person_says_of_it() {
        long sku = shop.newSku(5);
        String orderNo = triedOrder(sku, 2);
        stock("cancel", orderNo, xidOf(orderNo));
        assertDone(act("orders/%s/confirm?reservationRemoved=true", orderNo), "TRIED", "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void a_reservation_of_another_transaction_is_not_touched() {
        long sku = shop.newSku(5);
        String other = forgotten();
        String orderNo = order("TRIED", forgotten(), sku, 1);
        hold(orderNo, other, sku, 1);
        assertRefused(confirm(orderNo), 409, "id-reused");
        assertRefused(cancel(orderNo), 409, "id-reused");
        assertThat(shop.level(sku)).isEqualTo("4/1/0");
        stock("cancel", orderNo, other);
        removeOrder(orderNo);
    }

    @Test
    void a_reservation_without_an_order_is_cancelled() {
        long sku = shop.newSku(5);
        String id = UUID.randomUUID().toString();
        assertRefused(act("reservations/%s/cancel", id), 404, "unknown-reservation");
        String xid = forgotten();
        hold(id, xid, sku, 2);
        assertDone(act("reservations/%s/cancel", id), "TRIED", "CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        assertThat(log(id)).containsExactly("reservation cancel TRIED>CANCELLED kim");
        String sold = UUID.randomUUID().toString();
        hold(sold, xid, sku, 2);
        stock("confirm", sold, xid);
        assertRefused(act("reservations/%s/cancel", sold), 409, "already-confirmed");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void without_stock_app_nothing_is_done_and_the_same_can_be_done_later() {
        long sku = shop.newSku(5);
        String orderNo = triedOrder(sku, 1);
        neverOld(orderNo);
        shop.stack.stockApp().kill();
        assertRefused(cancel(orderNo), 503, "stock-unanswered");
        assertRefused(confirm(orderNo), 503, "stock-unanswered");
        assertThat(shop.status(orderNo)).isEqualTo("TRIED");
        Wire.Reply story = shop.orders.get("/recovery/orders/" + orderNo);
        assertThat(story.text("stockAnswered")).as(story.toString()).isEqualTo("false");
        shop.stack.stockApp().start();
        await("stock-app to be found again", RECOVERY, () -> assertDone(confirm(orderNo), "TRIED", "CONFIRMED"));
        assertThat(shop.level(sku)).isEqualTo("4/0/1");
    }

    @Test
    void the_whole_story_of_an_order_is_told() {
        long sku = shop.newSku(5);
        String orderNo = triedOrder(sku, 2);
        Wire.Reply open = shop.orders.get("/recovery/orders/" + orderNo);
        assertThat(open.status()).as(open.toString()).isEqualTo(200);
        assertThat(open.body().at("/order/status").asText()).isEqualTo("TRIED");
        assertThat(open.body().at("/order/lines/0/quantity").asInt()).isEqualTo(2);
        assertThat(open.body().at("/seata/status").asText()).isEqualTo("Finished");
        assertThat(open.body().at("/seata/over").asBoolean()).isTrue();
        assertThat(open.body().at("/reservation/state").asText()).isEqualTo("TRIED");
        assertThat(open.body().at("/log").isEmpty()).isTrue();
        cancel(orderNo);
        JsonNode over = shop.orders.get("/recovery/orders/" + orderNo).body();
        assertThat(over.at("/order/status").asText()).isEqualTo("CANCELLED");
        assertThat(over.at("/reservation/state").asText()).isEqualTo("CANCELLED");
        assertThat(over.at("/log/0/by").asText()).isEqualTo("kim");
        assertThat(over.at("/log/0/why").asText()).isEqualTo("the buyer has called");
        assertThat(over.at("/log/0/at").asText()).endsWith("Z");
    }

    @Test
    void what_is_open_is_listed_page_by_page_oldest_first() {
        long sku = shop.newSku(9);
        List<String> ids =
                IntStream.range(0, 3).mapToObj(i -> triedOrder(sku, 1)).toList();
        assertThat(listed("orders", "afterOrder")).containsSubsequence(ids);
        assertThat(listed("reservations", "afterReservation")).containsSubsequence(ids);
        JsonNode items = shop.orders
                .get("/recovery/open?olderThanSeconds=0&limit=500")
                .body()
                .at("/orders/items");
        items.forEach(item -> {
            if (ids.contains(item.path("id").asText())) {
                assertThat(item.path("state").asText()).isEqualTo("TRIED");
                assertThat(item.path("seata").asText()).isEqualTo("Finished");
                assertThat(item.path("ageSeconds").asLong()).isNotNegative();
            }
        });
        JsonNode young = shop.orders.get("/recovery/open?limit=500").body();
        assertThat(young.at("/orders/items").findValuesAsText("id")).doesNotContainAnyElementsOf(ids);
        ids.forEach(this::cancel);
    }

    private List<String> listed(String list, String after) {
        List<String> ids = new ArrayList<>();
        String behind = "";
        do {
            Wire.Reply reply = shop.orders.get("/recovery/open?olderThanSeconds=0&limit=2" + behind);
            assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            JsonNode page = reply.body().path(list);
            assertThat(page.path("answered").asBoolean()).isTrue();
            page.path("items").forEach(item -> ids.add(item.path("id").asText()));
            behind = page.path("next").isNull()
                    ? ""
                    : "&" + after + "=" + page.path("next").asText();
        } while (!behind.isEmpty());
        return ids;
    }

    @Test
    void nothing_of_this_is_reached_through_the_gateway() {
        for (String path : List.of("/recovery/open", "/recovery/orders/x", "/orders/../recovery/open")) {
            assertThat(shop.gateway.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(shop.gateway.post("/recovery/orders/x/cancel", SIGNED).status())
                .isEqualTo(404);
    }

    @Test
    void an_order_that_there_is_not_is_not_found() {
        String none = "none";
        assertRefused(shop.orders.get("/recovery/orders/" + none), 404, "unknown-order");
        assertRefused(cancel(none), 404, "unknown-order");
        assertRefused(confirm(none), 404, "unknown-order");
        assertRefused(act("reservations/%s/cancel", "%20"), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kim",
                "[]",
                "{}",
                "{\"by\":\"kim\"}",
                "{\"why\":\"because\"}",
                "{\"by\":\"\",\"why\":\"because\"}",
                "{\"by\":\" \",\"why\":\"because\"}",
                "{\"by\":\"kim\",\"why\":null}",
                "{\"by\":7,\"why\":\"because\"}",
                "{\"by\":\"kim\",\"why\":\"be\\ncause\"}"
            })
    void who_does_not_sign_does_nothing(String body) {
        long sku = shop.newSku(5);
        String orderNo = order("NEW", null, sku, 1);
        assertRefused(shop.orders.post("/recovery/orders/" + orderNo + "/cancel", body), 400, "invalid-request");
        assertRefused(shop.orders.post("/recovery/orders/" + orderNo + "/confirm", body), 400, "invalid-request");
        assertThat(shop.status(orderNo)).isEqualTo("NEW");
        assertDone(cancel(orderNo), "NEW", "REJECTED");
    }

    @Test
    void who_signs_at_too_great_length_does_nothing() {
        String body = "{\"by\":\"%s\",\"why\":\"%s\"}";
        assertRefused(
                shop.orders.post("/recovery/orders/x/cancel", body.formatted("k".repeat(65), "y")),
                400,
                "invalid-request");
        assertRefused(
                shop.orders.post("/recovery/orders/x/cancel", body.formatted("k", "y".repeat(501))),
                400,
                "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=501", "limit=x", "olderThanSeconds=-1", "afterOrder=x", "afterReservation=_"})
    void a_list_that_is_none_is_refused(String query) {
        assertRefused(shop.orders.get("/recovery/open?" + query), 400, "invalid-request");
    }
}
