package dev.holdfast.stockapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    @Test
    void lines_of_the_same_stock_row_are_merged_and_sorted_by_store_then_sku() {
        Lines lines = Lines.of(
                List.of(new Line(2, 1001, 1), new Line(1, 1002, 2), new Line(1, 1001, 3), new Line(2, 1001, 4)));
        assertThat(lines.asList()).containsExactly(new Line(1, 1001, 3), new Line(1, 1002, 2), new Line(2, 1001, 5));
    }

    @Test
    void two_lists_that_want_the_same_are_equal() {
        assertThat(Lines.of(List.of(new Line(1, 1, 1), new Line(1, 2, 1), new Line(1, 1, 1))))
                .isEqualTo(Lines.of(List.of(new Line(1, 2, 1), new Line(1, 1, 2))))
                .isNotEqualTo(Lines.of(List.of(new Line(1, 1, 2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 10_001, Integer.MAX_VALUE})
    void a_quantity_outside_1_to_10000_is_refused(int quantity) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Line(1, 1, quantity))
                .withMessage("quantity must be between 1 and 10000, but is " + quantity);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "-1,1", "1,0", "1,-9223372036854775808"})
    void an_id_below_1_is_refused(long storeId, long skuId) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new Line(storeId, skuId, 1));
    }

    @Test
    void merging_does_not_smuggle_in_more_units_than_a_line_may_have() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Lines.of(List.of(new Line(1, 1, 6000), new Line(1, 1, 6000))))
                .withMessageContaining("12000");
    }

    @Test
    void one_to_a_hundred_lines_are_taken_counted_before_merging() {
        assertThat(Lines.of(Collections.nCopies(100, new Line(1, 1, 1))).asList())
                .containsExactly(new Line(1, 1, 100));
        assertThat(Lines.of(IntStream.rangeClosed(1, 100)
                                .mapToObj(sku -> new Line(1, sku, 1))
                                .toList())
                        .asList())
                .hasSize(100);
        for (List<Line> wrong : Arrays.asList(
                null,
                List.<Line>of(),
                Collections.nCopies(101, new Line(1, 1, 1)),
                Collections.<Line>singletonList(null))) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Lines.of(wrong));
        }
    }

    @Test
    void lines_travel_as_a_json_array_and_come_back_equal() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        TryRequest request = new TryRequest("x1", Lines.of(List.of(new Line(1, 1001, 2))));
        String text = json.writeValueAsString(request);
        assertThat(text).isEqualTo("{\"xid\":\"x1\",\"lines\":[{\"storeId\":1,\"skuId\":1001,\"quantity\":2}]}");
        assertThat(json.readValue(text, TryRequest.class)).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "ü", "\u007f"})
    void ids_are_of_visible_ascii(String id) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new ReservationId(id));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new Xid(id));
    }

    @Test
    void ids_have_a_longest_length() {
        assertThat(new ReservationId("r".repeat(64)).value()).hasSize(64);
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new ReservationId("r".repeat(65)));
        assertThat(new Xid("x".repeat(128)).xid()).hasSize(128);
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new Xid("x".repeat(129)));
    }
}
