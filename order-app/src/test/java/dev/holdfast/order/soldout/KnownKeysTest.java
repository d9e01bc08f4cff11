package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
    @Test
    void a_key_that_was_used_is_never_missing() {
        KnownKeys keys = KnownKeys.NONE
                .and(IntStream.range(0, 50_000).mapToLong(i -> KnownKeys.hash("u" + i % 7, "k" + i)))
                .and(LongStream.of(KnownKeys.hash("u1", "late")));
        assertThat(IntStream.range(0, 50_000)).allMatch(i -> keys.mayInclude(KnownKeys.hash("u" + i % 7, "k" + i)));
        assertThat(keys.mayInclude(KnownKeys.hash("u1", "late"))).isTrue();
        assertThat(keys.size()).isEqualTo(50_001);
    }

    @Test
    void a_key_belongs_to_its_buyer() {
        KnownKeys keys = KnownKeys.NONE.and(LongStream.of(KnownKeys.hash("ab", "c")));
        assertThat(keys.mayInclude(KnownKeys.hash("a", "bc"))).isFalse();
        assertThat(keys.mayInclude(KnownKeys.hash("ab", "d"))).isFalse();
        assertThat(KnownKeys.NONE.mayInclude(KnownKeys.hash("ab", "c"))).isFalse();
    }
}
