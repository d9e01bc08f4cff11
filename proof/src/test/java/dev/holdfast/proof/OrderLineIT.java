package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.line;
import static dev.holdfast.proof.Shop.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The line: one order, from the gateway to both databases and back. */
class OrderLineIT extends ShopTest {
    @Test
    void an_order_is_confirmed_and_its_units_are_sold() {
        long sku = shop.newSku(10);
        Wire.Reply reply = shop.order(line(sku, 3));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.text("status")).isEqualTo("CONFIRMED");
        assertThat(reply.header("location")).isEqualTo("/orders/" + reply.text("orderNo"));
        assertThat(shop.level(sku)).isEqualTo("7/0/3");
        Wire.Reply found = shop.gateway.get(reply.header("location"));
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(reply.body());
        assertThat(shop.sql(
                        "SELECT xid FROM holdfast_stock.stock_reservation WHERE reservation_id = ?",
                        reply.text("orderNo")))
                .isEqualTo(reply.text("xid"));
    }

    @Test
    void lines_of_several_stores_are_held_together_and_the_same_sku_twice_is_merged() {
        long sku = shop.newSku(10);
        shop.replenish(sku, 2, 5);
        Wire.Reply reply = shop.order(line(2, sku, 1), line(sku, 2), line(1, sku, 3));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.body().path("lines").toString())
                .isEqualTo("[%s,%s]".formatted(line(1, sku, 5), line(2, sku, 1)));
        assertThat(shop.level(sku)).isEqualTo("5/0/5");
    }

    @Test
    void a_short_order_is_refused_with_every_short_line_and_holds_nothing() {
        long plenty = shop.newSku(10);
        long few = shop.newSku(1);
        long none = shop.newSku(2);
        Wire.Reply reply = shop.order(line(plenty, 3), line(few, 2), line(none, 9));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.text("type")).isEqualTo("urn:holdfast:insufficient-stock");
        assertThat(reply.body().path("shortages").toString())
                .isEqualTo("[{\"storeId\":1,\"skuId\":%d,\"requested\":2,\"available\":1},".formatted(few)
                        + "{\"storeId\":1,\"skuId\":%d,\"requested\":9,\"available\":2}]".formatted(none));
        assertThat(shop.level(plenty)).isEqualTo("10/0/0");
        assertThat(shop.find(reply.text("orderNo")).text("status")).isEqualTo("REJECTED");
        assertThat(shop.find(reply.text("orderNo")).text("reason")).isEqualTo("insufficient-stock");
    }

    @Test
    void an_unknown_sku_and_an_unknown_store_are_not_found() {
        long sku = shop.newSku(1);
        for (String unknown : new String[] {line(1, 999_999_999, 1), line(77, sku, 1)}) {
            Wire.Reply reply = shop.order(line(sku, 1), unknown);
            assertThat(reply.status()).as(reply.toString()).isEqualTo(404);
            assertThat(reply.text("type")).isEqualTo("urn:holdfast:unknown-sku");
        }
        assertThat(shop.level(sku)).isEqualTo("1/0/0");
    }

    @Test
    void a_key_replayed_gets_the_first_answer_again_status_and_body() {
        long sku = shop.newSku(5);
        String key = UUID.randomUUID().toString();
        Wire.Reply first = shop.orderAs(key, line(sku, 2));
        Wire.Reply again = shop.orderAs('"' + key + '"', line(sku, 1), line(sku, 1));
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void a_refusal_is_replayed_too_even_after_stock_came_in() {
        long sku = shop.newSku(1);
        String key = UUID.randomUUID().toString();
        Wire.Reply first = shop.orderAs(key, line(sku, 2));
        shop.replenish(sku, 1, 10);
        Wire.Reply again = shop.orderAs(key, line(sku, 2));
        assertThat(first.status()).isEqualTo(409);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(shop.level(sku)).isEqualTo("11/0/0");
    }

    @Test
    void a_key_with_another_payload_is_refused_and_another_buyer_may_use_it() {
        long sku = shop.newSku(5);
        String key = UUID.randomUUID().toString();
        assertThat(shop.orderAs(key, line(sku, 1)).status()).isEqualTo(201);
        Wire.Reply other = shop.orderAs(key, line(sku, 2));
        assertThat(other.status()).as(other.toString()).isEqualTo(422);
        assertThat(other.text("type")).isEqualTo("urn:holdfast:idempotency-key-reused");
        assertThat(shop.gateway
                        .post("/orders", wish("u2", line(sku, 1)), "Idempotency-Key", key)
                        .status())
                .isEqualTo(201);
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void a_transaction_from_outside_is_not_joined() {
        long sku = shop.newSku(5);
        // order-app does not rely on the gateway for it.
        for (Wire door : List.of(shop.gateway, shop.orders)) {
            Wire.Reply reply = door.post(
                    "/orders",
                    wish("u1", line(sku, 1)),
                    "Idempotency-Key",
                    UUID.randomUUID().toString(),
                    "TX_XID",
                    "127.0.0.1:8091:666",
                    "TX_BRANCH_TYPE",
                    "TCC");
            assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
            assertThat(reply.text("xid")).isNotEqualTo("127.0.0.1:8091:666");
        }
    }
}
