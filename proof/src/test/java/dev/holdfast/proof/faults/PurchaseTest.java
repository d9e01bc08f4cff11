package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PurchaseTest {

    @Test
    void it_can_be_repeated_word_by_word() {
        assertThat(Purchase.of(5, 3, 17)).isEqualTo(Purchase.of(5, 3, 17));
        assertThat(Purchase.of(5, 3, 17).key()).hasSizeLessThanOrEqualTo(64);
        assertThat(Purchase.of(Long.MIN_VALUE, 255, Integer.MAX_VALUE).key()).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void all_keys_differ_and_every_kind_of_sku_is_wanted() {
        List<Purchase> many = IntStream.range(0, 400)
                .mapToObj(i -> Purchase.of(5, i % 16, i / 16))
                .toList();

        assertThat(many.stream().map(Purchase::key)).doesNotHaveDuplicates();
        assertThat(many.stream().map(Purchase::body))
                .anyMatch(body -> body.contains("" + Shelves.HOT))
                .anyMatch(body -> body.contains("" + Shelves.SCARCE))
                .anyMatch(body -> body.contains("},{"))
                .noneMatch(body -> body.contains("\"quantity\":0"));
    }
}
