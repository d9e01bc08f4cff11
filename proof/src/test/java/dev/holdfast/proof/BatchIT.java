package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many reservations of one transaction in one request: the twelve cells hold for each, whatever becomes of the others. */
class BatchIT extends ShopTest {
    private final String xid = "x-" + UUID.randomUUID();
    private final String id = UUID.randomUUID().toString();

    private Wire.Reply tryAll(String... wanted) {
        return shop.stock.post(
                "/tcc/reservations/try",
                "{\"xid\":\"%s\",\"reservations\":[%s]}".formatted(xid, String.join(",", wanted)));
    }

    private static String wanted(String id, String... lines) {
        return "{\"reservationId\":\"%s\",\"lines\":[%s]}".formatted(id, String.join(",", lines));
    }

    private Wire.Reply settleAll(String verb, String... ids) {
        return shop.stock.post(
                "/tcc/reservations/" + verb,
                "{\"xid\":\"%s\",\"reservationIds\":[%s]}"
                        .formatted(
                                xid,
                                Arrays.stream(ids)
                                        .map(each -> "\"" + each + "\"")
                                        .collect(Collectors.joining(","))));
    }

    private String id(int i) {
        return i + "-" + id;
    }

    /** Of each answer the state, or the last word of the problem's type. */
    static List<String> words(Wire.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return StreamSupport.stream(reply.body().spliterator(), false)
                .map(BatchIT::word)
                .toList();
    }

    private static String word(JsonNode each) {
        return each.has("reservation")
                ? each.path("reservation").path("state").asText()
                : each.path("problem").path("type").asText().replace("urn:holdfast:", "");
    }

    @Test
    void each_holds_all_its_lines_or_none_first_come_first_served() {
        long few = shop.newSku(5);
        long many = shop.newSku(100);
        Wire.Reply reply = tryAll(
                wanted(id(0), line(few, 2)),
                wanted(id(1), line(few, 4), line(many, 1)),
                wanted(id(2), line(few, 3), line(many, 10)),
                wanted(id(3), line(few, 1)),
                wanted(id(4), line(2, few, 1)),
                wanted(id(5), line(many, 7)));
        assertThat(words(reply))
                .containsExactly("TRIED", "insufficient-stock", "TRIED", "insufficient-stock", "unknown-sku", "TRIED");
        JsonNode shortage =
                reply.body().path(1).path("problem").path("shortages").path(0);
        assertThat(shortage.path("requested").asInt()).isEqualTo(4);
        assertThat(shortage.path("available").asInt()).isEqualTo(3);
        assertThat(shop.level(few)).isEqualTo("0/5/0");
        assertThat(shop.level(many)).isEqualTo("83/17/0");
        assertThat(List.of(id(1), id(3), id(4)))
                .allMatch(each -> shop.reservation(each).equals("ABSENT"));
        assertThat(words(settleAll("confirm", id(0), id(1), id(5))))
                .containsExactly("CONFIRMED", "not-tried", "CONFIRMED");
        assertThat(words(settleAll("cancel", id(2), id(0), id(1))))
                .containsExactly("CANCELLED", "already-confirmed", "CANCELLED");
        assertThat(shop.level(few)).isEqualTo("3/0/2");
        assertThat(shop.level(many)).isEqualTo("93/0/7");
    }

    @Test
    void one_id_many_times_in_one_batch_moves_once() {
        long sku = shop.newSku(10);
        assertThat(words(tryAll(wanted(id, line(sku, 2)), wanted(id, line(sku, 2)), wanted(id, line(sku, 3)))))
                .containsExactly("TRIED", "TRIED", "id-reused");
        assertThat(shop.level(sku)).isEqualTo("8/2/0");
        assertThat(words(settleAll("confirm", id, id))).containsExactly("CONFIRMED", "CONFIRMED");
        assertThat(words(settleAll("cancel", id, "never-" + id, "never-" + id)))
                .containsExactly("already-confirmed", "CANCELLED", "CANCELLED");
        assertThat(words(tryAll(wanted("never-" + id, line(sku, 1)), wanted(id, line(sku, 2)))))
                .containsExactly("already-cancelled", "CONFIRMED");
        assertThat(shop.level(sku)).isEqualTo("8/0/2");
    }

    @Test
    void a_batch_and_its_cancel_at_once_never_leave_anything_held() throws Exception {
        long sku = shop.newSku(1000);
        for (int round = 0; round < 20; round++) {
            String run = UUID.randomUUID().toString();
            String[] ids = IntStream.range(0, 20).mapToObj(i -> run + i).toArray(String[]::new);
            List<Callable<Wire.Reply>> both = List.of(
                    () -> tryAll(Arrays.stream(ids)
                            .map(each -> wanted(each, line(sku, 1)))
                            .toArray(String[]::new)),
                    () -> settleAll("cancel", ids));
            List<Wire.Reply> replies = RaceIT.atOnce(2, both);
            assertThat(words(replies.get(0)))
                    .allMatch(word -> List.of("TRIED", "already-cancelled").contains(word));
            assertThat(words(replies.get(1))).containsOnly("CANCELLED").hasSize(20);
            assertThat(shop.level(sku)).isEqualTo("1000/0/0");
        }
    }

    @Test
    void batches_of_many_rows_in_any_order_race_to_exact_numbers() throws Exception {
        List<Long> skus = IntStream.range(0, 10).mapToObj(i -> shop.newSku(15)).toList();
        List<Callable<Wire.Reply>> batches = new ArrayList<>();
        for (int b = 0; b < 20; b++) {
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                wanted.add(wanted(UUID.randomUUID().toString(), line(skus.get(i), 1), line(skus.get((i + 1) % 10), 1)));
            }
            Collections.shuffle(wanted);
            batches.add(() -> tryAll(wanted.toArray(String[]::new)));
        }
        List<String> words = RaceIT.atOnce(8, batches).stream()
                .flatMap(reply -> words(reply).stream())
                .toList();
        long held = words.stream().filter("TRIED"::equals).count();
        assertThat(words).hasSize(200).allMatch(word -> List.of("TRIED", "insufficient-stock")
                .contains(word));
        long frozen = skus.stream()
                .mapToLong(sku -> Long.parseLong(shop.level(sku).split("/")[1]))
                .sum();
        assertThat(frozen).isEqualTo(2 * held);
        assertThat(skus).allMatch(sku -> Long.parseLong(shop.level(sku).split("/")[0]) >= 0);
        // Every order wants two neighbours: what is left over cannot serve one more.
        for (int i = 0; i < 10; i++) {
            assertThat(words(tryAll(wanted(
                            UUID.randomUUID().toString(), line(skus.get(i), 1), line(skus.get((i + 1) % 10), 1)))))
                    .containsExactly("insufficient-stock");
        }
    }

    @Test
    void two_hundred_of_a_hundred_lines_go_in_one_request() {
        List<Long> skus =
                IntStream.range(0, 100).mapToObj(i -> shop.newSku(200)).toList();
        String[] lines = skus.stream().map(sku -> line(sku, 1)).toArray(String[]::new);
        String[] ids = IntStream.range(0, 200).mapToObj(this::id).toArray(String[]::new);
        // On a slow machine some wait for their turn for longer than they may, and are busy: a Try may be repeated.
        Shop.await("all of them to be tried", Duration.ofSeconds(60), () -> assertThat(words(tryAll(
                        Arrays.stream(ids).map(each -> wanted(each, lines)).toArray(String[]::new))))
                .containsOnly("TRIED")
                .hasSize(200));
        assertThat(words(settleAll("confirm", ids))).containsOnly("CONFIRMED").hasSize(200);
        assertThat(skus).allMatch(sku -> shop.level(sku).equals("0/0/200"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"xid\":\"x1\"}",
                "{\"xid\":\"x1\",\"reservations\":[],\"reservationIds\":[]}",
                "{\"xid\":\"x1\",\"reservations\":[null],\"reservationIds\":[null]}",
                "{\"xid\":\"x1\",\"reservations\":[{}],\"reservationIds\":[\"\"]}",
                "{\"xid\":\"x1\",\"reservations\":[{\"reservationId\":\"r1\"}],\"reservationIds\":[\"a b\"]}",
                "{\"xid\":\"\",\"reservations\":[{\"reservationId\":\"r1\",\"lines\":[{\"storeId\":1,\"skuId\":1,\"quantity\":1}]}],\"reservationIds\":[\"r1\"]}"
            })
    void a_batch_that_is_none_is_refused(String body) {
        for (String verb : List.of("try", "confirm", "cancel")) {
            Wire.Reply reply = shop.stock.post("/tcc/reservations/" + verb, body);
            assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
            assertThat(reply.text("type")).isEqualTo("urn:holdfast:invalid-request");
        }
    }

    @Test
    void one_line_that_is_none_refuses_the_whole_request() {
        long sku = shop.newSku(5);
        assertThat(tryAll(wanted(id(0), line(sku, 1)), wanted(id(1), line(sku, 0)))
                        .status())
                .isEqualTo(400);
        assertThat(tryAll(Collections.nCopies(201, wanted(id, line(sku, 1))).toArray(String[]::new))
                        .status())
                .isEqualTo(400);
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }
}
