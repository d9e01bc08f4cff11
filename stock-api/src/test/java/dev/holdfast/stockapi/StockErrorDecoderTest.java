package dev.holdfast.stockapi;

import static org.assertj.core.api.Assertions.assertThat;

import feign.Request;
import feign.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StockErrorDecoderTest {
    private final StockErrorDecoder decoder = new StockErrorDecoder();

    @ParameterizedTest
    @EnumSource(StockProblem.class)
    void every_problem_of_stock_app_survives_the_trip(StockProblem problem) {
        Exception decoded = decode(
                problem.status(), "{\"type\":\"" + problem.type() + "\",\"title\":\"t\",\"status\":1,\"new\":[1]}");
        assertThat(decoded).isInstanceOfSatisfying(StockRefusal.class, refusal -> assertThat(refusal.problem())
                .isEqualTo(problem));
    }

    @Test
    void its_members_survive_too() {
        Exception decoded = decode(
                409,
                "{\"type\":\"urn:holdfast:insufficient-stock\",\"xid\":\"x1\","
                        + "\"shortages\":[{\"storeId\":1,\"skuId\":2,\"requested\":3,\"available\":0}]}");
        assertThat(decoded).isInstanceOfSatisfying(StockRefusal.class, refusal -> {
            assertThat(refusal.members().shortages()).containsExactly(new Shortage(1, 2, 3, 0));
            assertThat(refusal.members().xid()).isEqualTo("x1");
        });
    }

    /** A proxy's page, another service's problem, a type under a status it does not have: nobody may take these for a no. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "<html>Bad Gateway</html>",
                "{\"type\":\"about:blank\"}",
                "{\"type\":17}",
                "{\"type\":\"urn:holdfast:unknown-sku\"}",
                "{\"type\":\"urn:holdfast:insufficient-stock\",\"shortages\":\"x\"}"
            })
    void whatever_is_not_stock_apps_own_word_is_an_unknown_outcome(String body) {
        assertThat(decode(409, body)).isInstanceOf(StockUnansweredException.class);
    }

    @Test
    void a_503_that_no_server_sent_is_an_unreachable_stock_app() {
        Response made = response(503, "Load balancer does not contain an instance", Map.of());
        assertThat(decoder.decode("try", made)).isInstanceOf(StockUnreachableException.class);
        assertThat(decode(503, "sorry")).isInstanceOf(StockUnansweredException.class);
    }

    private Exception decode(int status, String body) {
        return decoder.decode("try", response(status, body, Map.of("date", (Collection<String>) List.of("now"))));
    }

    private static Response response(int status, String body, Map<String, Collection<String>> headers) {
        return Response.builder()
                .status(status)
                .headers(headers)
                .body(body, StandardCharsets.UTF_8)
                .request(Request.create(Request.HttpMethod.POST, "/", Map.of(), null, StandardCharsets.UTF_8, null))
                .build();
    }
}
