package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.line;
import static dev.holdfast.proof.Shop.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets a clear error, as problem+json, and holds nothing. */
class HostileInputIT extends ShopTest {
    private void assertInvalid(Wire.Reply reply) {
        assertProblem(reply, 400);
        assertThat(reply.text("type")).isEqualTo("urn:holdfast:invalid-request");
        assertThat(reply.text("detail")).isNotBlank();
    }

    private static void assertProblem(Wire.Reply reply, int status) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("content-type")).as(reply.toString()).isEqualTo("application/problem+json");
        assertThat(reply.body().path("status").asInt()).isEqualTo(status);
        assertThat(reply.raw().body()).doesNotContain("Exception").doesNotContain("dev.holdfast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2147483648",
                "10001",
                "\"2\"",
                "\"two\"",
                "1.5",
                "1e400",
                "1e2000000000",
                "null",
                "true",
                "[]",
                "{}"
            })
    void a_quantity_that_is_none_is_refused(String quantity) {
        long sku = shop.newSku(5);
        String line = "{\"storeId\":1,\"skuId\":%d,\"quantity\":%s}".formatted(sku, quantity);
        assertInvalid(shop.order(line));
        assertInvalid(shop.order(line(sku, 1), line));
        assertInvalid(shop.stock.post(
                "/tcc/reservations/" + UUID.randomUUID() + "/try", "{\"xid\":\"x1\",\"lines\":[" + line + "]}"));
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{}",
                "{\"buyerId\":\"u1\"}",
                "{\"buyerId\":\"u1\",\"lines\":[]}",
                "{\"buyerId\":\"u1\",\"lines\":null}",
                "{\"buyerId\":\"u1\",\"lines\":[null]}",
                "{\"buyerId\":\"u1\",\"lines\":{}}",
                "{\"buyerId\":\"u1\",\"lines\":[{}]}",
                "{\"buyerId\":\"u1\",\"lines\":[{\"storeId\":1,\"quantity\":1}]}",
                "{\"buyerId\":\"u1\",\"lines\":[{\"storeId\":0,\"skuId\":1,\"quantity\":1}]}",
                "{\"buyerId\":\"u1\",\"lines\":[{\"storeId\":1,\"skuId\":-1,\"quantity\":1}]}",
                "{\"buyerId\":\"\",\"lines\":[{\"storeId\":1,\"skuId\":1,\"quantity\":1}]}",
                "{\"buyerId\":null,\"lines\":[{\"storeId\":1,\"skuId\":1,\"quantity\":1}]}",
                "{\"buyerId\":7,\"lines\":[{\"storeId\":1,\"skuId\":1,\"quantity\":1}]}",
                "{\"buyerId\":\"u1\",\"lines\":[{\"storeId\":1,\"skuId\":1,\"quantity\":1,\"quantity\":2}]}",
                "{\"buyerId\":\"u1\",\"lines\":[{\"storeId\":1,\"skuId\":1,\"quantity\":1}]} x"
            })
    void a_body_that_is_no_order_is_refused(String body) {
        assertInvalid(shop.gateway.post(
                "/orders", body, "Idempotency-Key", UUID.randomUUID().toString()));
    }

    @Test
    void a_hundred_and_one_lines_are_refused() {
        long sku = shop.newSku(500);
        assertInvalid(shop.order(Collections.nCopies(101, line(sku, 1)).toArray(String[]::new)));
        assertThat(shop.level(sku)).isEqualTo("500/0/0");
    }

    @Test
    void a_key_that_is_none_is_refused() {
        long sku = shop.newSku(5);
        String wish = wish("u1", line(sku, 1));
        assertInvalid(shop.gateway.post("/orders", wish));
        for (String key : List.of("", "\"\"", "k".repeat(65), "\"half")) {
            assertInvalid(shop.gateway.post("/orders", wish, "Idempotency-Key", key));
        }
        assertInvalid(shop.gateway.post("/orders", wish, "Idempotency-Key", "a", "Idempotency-Key", "b"));
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        assertThat(shop.gateway
                        .post("/orders", wish, "Idempotency-Key", "k".repeat(64))
                        .status())
                .isEqualTo(201);
    }

    /** Neither a header nor a body that says the same again and again makes anybody's stack longer. */
    @Test
    void a_key_of_4000_characters_is_refused() {
        long sku = shop.newSku(5);
        String wish = wish("u1", line(sku, 1));
        for (String key : List.of("k".repeat(4_000), '"' + "k".repeat(4_000) + '"', '"' + "\\\\".repeat(2_000) + '"')) {
            assertInvalid(shop.gateway.post("/orders", wish, "Idempotency-Key", key));
            assertInvalid(shop.orders.post("/orders", wish, "Idempotency-Key", key));
        }
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void a_body_nested_deeply_is_refused() {
        long sku = shop.newSku(5);
        for (int deep : List.of(100, 900, 30_000)) {
            String nested = "[".repeat(deep) + "]".repeat(deep);
            String order = "{\"x\":%s,\"buyerId\":\"u1\",\"lines\":[%s]}".formatted(nested, line(sku, 1));
            assertInvalid(shop.gateway.post("/orders", order, "Idempotency-Key", "deep-" + deep));
            assertInvalid(shop.stock.post(
                    "/stock/" + sku + "/replenishments",
                    "{\"x\":%s,\"replenishmentId\":\"deep\",\"storeId\":1,\"quantity\":1}".formatted(nested)));
        }
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void a_path_of_1900_segments_is_too_long_at_the_gateway_and_nothing_at_the_apps() {
        String path = "/a".repeat(1_900);
        assertProblem(shop.gateway.get(path), 414);
        assertProblem(shop.gateway.get("/orders" + path), 414);
        assertProblem(shop.gateway.get("/stock/1?storeId=" + "1".repeat(3_000)), 414);
        assertProblem(shop.gateway.get(path.repeat(5)), 414);
        for (Wire app : List.of(shop.orders, shop.stock)) {
            assertProblem(app.get(path), 404);
            assertProblem(app.get("/orders" + path), 404);
            assertProblem(app.get("/stock" + path), 404);
        }
    }

    @Test
    void half_a_body_is_told_that_it_is_late_and_holds_no_app() throws IOException {
        try (Socket client =
                new Socket("127.0.0.1", shop.stack.settings().ports().gateway())) {
            client.getOutputStream()
                    .write(("POST /orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                                    + "Idempotency-Key: half\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("connection: close")
                    .contains("application/problem+json")
                    .contains("\"status\":408");
        }
    }

    @Test
    void health_and_meters_are_on_a_port_of_their_own() {
        for (Wire app : List.of(shop.gateway, shop.orders, shop.stock)) {
            assertProblem(app.get("/actuator/health"), 404);
            assertThat(app.management().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_body_above_64_kib_is_refused_announced_or_chunked() {
        long sku = shop.newSku(5);
        String wish = wish("u1", line(sku, 1) + " ".repeat(70_000));
        String key = UUID.randomUUID().toString();
        assertProblem(shop.gateway.post("/orders", wish, "Idempotency-Key", key), 413);
        HttpRequest chunked = shop.gateway
                .request("/orders")
                .headers("Content-Type", "application/json", "Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(wish.getBytes(StandardCharsets.UTF_8))))
                .build();
        assertProblem(shop.gateway.send(chunked), 413);
        assertProblem(shop.orders.post("/orders", wish, "Idempotency-Key", key), 413);
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void headers_of_8_kib_are_refused() {
        long sku = shop.newSku(5);
        assertProblem(
                shop.gateway.post(
                        "/orders", wish("u1", line(sku, 1)), "Idempotency-Key", "h", "X-Long", "a".repeat(8192)),
                431);
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tcc/reservations?state=TRIED",
                "/tcc/reservations/r1",
                "/actuator",
                "/actuator/health",
                "/stock",
                "/stock/1001/replenishments",
                "/stock/%2e%2e/tcc/reservations?state=TRIED",
                "/stock/..%2ftcc%2freservations",
                "//tcc/reservations",
                "/orders/..;/actuator/health",
                "/orders/%2e%2e/actuator/health",
                "/nothing",
                "/"
            })
    void what_is_inner_does_not_exist_outside(String path) {
        assertProblem(shop.gateway.get(path), 404);
        assertProblem(shop.gateway.post(path, "{}"), 404);
    }

    @Test
    void stock_is_read_only_from_outside() {
        long sku = shop.newSku(5);
        String body = "{\"replenishmentId\":\"r\",\"storeId\":1,\"quantity\":40}";
        assertProblem(shop.gateway.post("/stock/" + sku + "/replenishments", body), 404);
        assertProblem(shop.gateway.post("/stock/" + sku, body), 404);
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
        assertInvalid(shop.gateway.get("/stock/abc"));
        assertInvalid(shop.gateway.get("/stock/0"));
        assertInvalid(shop.gateway.get("/stock/" + sku + "?storeId=x"));
        assertInvalid(shop.gateway.get("/stock/99999999999999999999"));
        assertProblem(shop.gateway.get("/stock/" + sku + "?storeId=99"), 404);
    }

    @Test
    void an_unknown_order_is_not_found() {
        for (String number : List.of("01JD3ZK8000000000000000000", "x", "o".repeat(300))) {
            Wire.Reply reply = shop.find(number);
            assertProblem(reply, 404);
            assertThat(reply.text("type")).isEqualTo("urn:holdfast:unknown-order");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "{\"xid\":\"\"}", "{\"xid\":null}", "{\"xid\":7}", "{\"xid\":\"a b\"}", "[]"})
    void a_verb_without_an_xid_is_refused(String body) {
        String id = UUID.randomUUID().toString();
        for (String verb : List.of("try", "confirm", "cancel")) {
            assertInvalid(shop.stock.post("/tcc/reservations/" + id + "/" + verb, body));
        }
        assertInvalid(shop.stock.post("/tcc/reservations/" + id + "/cancel", "{\"xid\":\"" + "x".repeat(129) + "\"}"));
        assertInvalid(shop.stock.post("/tcc/reservations/" + "r".repeat(65) + "/cancel", "{\"xid\":\"x1\"}"));
        assertInvalid(shop.stock.post("/tcc/reservations/%20/cancel", "{\"xid\":\"x1\"}"));
        assertThat(shop.reservation(id)).isEqualTo("ABSENT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "state=",
                "state=ABSENT",
                "state=TRIED&limit=0",
                "state=TRIED&limit=1001",
                "state=TRIED&olderThanSeconds=-1",
                "state=TRIED&afterTime=yesterday",
                "state=TRIED&afterId=%20",
                "state=TRIED&limit=x"
            })
    void a_list_that_is_none_is_refused(String query) {
        assertInvalid(shop.stock.get("/tcc/reservations?" + query));
    }

    @Test
    void a_wrong_method_or_media_type_is_told_so() {
        assertProblem(shop.gateway.send(shop.gateway.request("/orders").DELETE().build()), 405);
        assertProblem(
                shop.gateway.send(shop.gateway
                        .request("/orders")
                        .headers("Content-Type", "text/plain", "Idempotency-Key", "k")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build()),
                415);
    }
}
