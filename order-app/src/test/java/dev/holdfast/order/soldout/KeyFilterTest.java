package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
    private static final long LARGE = 1L << 30;
    private static final int MANY = 300_000;

    private static long hash(long number) {
        return KeyHash.of("u" + number % 7, "k" + number);
    }

    private static KeyFilter of(int keys) {
        KeyFilter filter = new KeyFilter(LARGE);
        for (long i = 0; i < keys; i++) {
            assertThat(filter.add(hash(i))).isTrue();
        }
        return filter;
    }

    @Test
    void a_key_that_was_added_is_never_missing() {
        KeyFilter filter = of(MANY);
        assertThat(LongStream.range(0, MANY)).allMatch(i -> filter.mayContain(hash(i)));
    }

    @Test
    void of_others_one_in_a_hundred_may_be_there() {
        KeyFilter filter = of(MANY);
        assertThat(LongStream.range(MANY, 2 * MANY)
                        .filter(i -> filter.mayContain(hash(i)))
                        .count())
                .isLessThan(MANY / 100);
    }

    @Test
    void a_key_that_is_added_again_takes_no_room() {
        KeyFilter filter = of(1000);
        long bytes = filter.bytes();
        for (int again = 0; again < 10; again++) {
            for (long i = 0; i < 1000; i++) {
                assertThat(filter.add(hash(i))).isTrue();
            }
        }
        assertThat(filter.bytes()).isEqualTo(bytes);
    }

    @Test
    void it_grows_as_it_is_filled_and_no_further_than_it_may() {
        assertThat(new KeyFilter(LARGE).bytes()).isZero();
        assertThat(of(1).bytes()).isLessThan(2048);
        assertThat(of(MANY).bytes()).isBetween(MANY * 14L / 8, MANY * 14L);
        KeyFilter small = new KeyFilter(10_000);
        long added =
                LongStream.range(0, MANY).takeWhile(i -> small.add(hash(i))).count();
        assertThat(added).isBetween(4000L, 6000L);
        assertThat(small.bytes()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void an_empty_one_contains_nothing() {
        assertThat(new KeyFilter(LARGE).mayContain(hash(1))).isFalse();
        assertThat(new KeyFilter(0).add(hash(1))).isFalse();
    }

    @Test
    void a_key_belongs_to_its_buyer() {
        assertThat(KeyHash.of("ab", "c")).isNotEqualTo(KeyHash.of("a", "bc"));
        assertThat(KeyHash.of("ab", "c")).isNotEqualTo(KeyHash.of("ab", "d"));
        assertThat(KeyHash.of("ab", "c")).isEqualTo(KeyHash.of("ab", "c"));
    }
}
