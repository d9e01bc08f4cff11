package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.order.soldout.MarkLease.Version;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowKeysTest {
    private static final StockKey ROW = new StockKey(1, 7);
    private static final Version BEFORE = new Version(100, 4);
    private static final Version AFTER = new Version(100, 5);

    private final RowKeys keys = new RowKeys(ROW, 1 << 20);

    private static RefusalAttempt attempt(Version version) {
        RefusalAttempt attempt = new RefusalAttempt("u1", "k", 1, List.of(new Line(1, 7, 2)));
        assertThat(attempt.marked(Map.of(ROW, new MarkLease(version, 1000)))).isEqualTo(ROW);
        return attempt;
    }

    private void readAll(Version version, long begunAt) {
        keys.await(attempt(version));
        keys.finish(keys.begin(begunAt));
        assertThat(keys.isWantedAgain()).isFalse();
    }

    @Test
    void one_reading_serves_all_that_came_before_it_began() {
        assertThat(keys.await(attempt(BEFORE))).as("the first starts it").isTrue();
        assertThat(keys.await(attempt(BEFORE))).isFalse();
        assertThat(keys.await(attempt(AFTER))).isFalse();
        RowKeys.Reading reading = keys.begin(10);
        assertThat(reading.waiting()).hasSize(3);
        assertThat(keys.finish(reading)).isEmpty();
        assertThat(keys.isWantedAgain()).isFalse();
        assertThat(keys.isComplete(AFTER, 10)).isTrue();
    }

    @Test
    void whoever_came_while_it_was_under_way_is_served_by_it_if_no_order_has_passed() {
        keys.await(attempt(BEFORE));
        RowKeys.Reading reading = keys.begin(10);
        RefusalAttempt later = attempt(BEFORE);
        assertThat(keys.await(later)).isFalse();
        assertThat(keys.finish(reading)).containsExactly(later);
        assertThat(keys.isWantedAgain()).isFalse();
    }

    @Test
    void and_waits_for_another_if_one_has() {
        keys.await(attempt(BEFORE));
        RowKeys.Reading reading = keys.begin(10);
        assertThat(keys.await(attempt(AFTER))).isFalse();
        assertThat(keys.finish(reading)).isEmpty();
        assertThat(keys.isWantedAgain()).isTrue();
        assertThat(keys.await(attempt(AFTER))).as("it is started already").isFalse();
    }

    @Test
    void keys_are_not_complete_after_an_order_has_passed_nor_after_a_mark_began_anew_nor_when_they_are_old() {
        assertThat(keys.isComplete(BEFORE, 0)).isFalse();
        readAll(BEFORE, 10);
        assertThat(keys.isComplete(BEFORE, 10)).isTrue();
        assertThat(keys.isComplete(BEFORE, 11)).isFalse();
        assertThat(keys.isComplete(AFTER, 10)).isFalse();
        assertThat(keys.isComplete(new Version(101, 4), 10)).isFalse();
    }

    @Test
    void if_they_cannot_be_read_the_orders_are_placed_and_a_later_one_starts_again() {
        RefusalAttempt attempt = attempt(BEFORE);
        keys.await(attempt);
        assertThat(keys.giveUp()).containsExactly(attempt);
        assertThat(keys.await(attempt(BEFORE))).isTrue();
    }

    @Test
    void with_too_many_keys_every_order_is_placed_at_once() {
        keys.overflow();
        RefusalAttempt attempt = attempt(BEFORE);
        assertThat(keys.await(attempt)).isFalse();
        assertThat(attempt.answer()).isCompletedWithValue(List.of());
        assertThat(keys.filter().bytes()).isZero();
    }

    @Test
    void a_mark_that_ended_meanwhile_refuses_nothing() {
        RefusalAttempt attempt = attempt(BEFORE);
        attempt.refuse(1000);
        assertThat(attempt.answer()).isCompletedWithValue(List.of());
        RefusalAttempt inTime = attempt(BEFORE);
        inTime.refuse(999);
        assertThat(inTime.answer().join()).singleElement().satisfies(shortage -> assertThat(shortage.requested())
                .isEqualTo(2));
    }
}
