package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.order.ledger.ClaimedKeys.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimCursorTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long HERE = Long.MAX_VALUE - 7;

    private final ClaimCursor cursor = new ClaimCursor();

    private static Position claim(Instant claimedAt, String orderNo) {
        return new Position(claimedAt, orderNo);
    }

    private void readAll(Instant databaseNow, long now, Position... claims) {
        cursor.begin(databaseNow, now);
        cursor.advance(List.of(claims));
        cursor.finish();
    }

    private Instant nextBegins(Instant databaseNow, Duration passedHere) {
        cursor.begin(databaseNow, HERE + passedHere.toNanos());
        return cursor.position().claimedAt();
    }

    @Test
    void the_first_reading_begins_with_the_first_claim_there_ever_was() {
        cursor.begin(NOON, HERE);
        assertThat(cursor.position()).isEqualTo(Position.START);
    }

    @Test
    void a_reading_goes_on_behind_the_last_claim_of_a_page_also_after_it_was_interrupted() {
        cursor.begin(NOON, HERE);
        Position last = claim(NOON.minusSeconds(90), "B");
        cursor.advance(List.of(claim(NOON.minusSeconds(100), "A"), last));
        assertThat(cursor.isUnderWay()).isTrue();
        assertThat(cursor.position()).isEqualTo(last);
        cursor.advance(List.of());
        assertThat(cursor.position()).isEqualTo(last);
        cursor.finish();
        assertThat(cursor.isUnderWay()).isFalse();
    }

    @Test
    void the_next_begins_before_the_one_before_began_whatever_that_one_has_seen() {
        readAll(NOON, HERE, claim(NOON.plusSeconds(60), "late, while it was read"));
        assertThat(nextBegins(NOON.plusSeconds(100), Duration.ofSeconds(100)))
                .isEqualTo(NOON.minus(ClaimCursor.OVERLAP));
    }

    @Test
    void a_database_clock_that_was_set_back_hides_no_claim() {
        readAll(NOON, HERE);
        assertThat(nextBegins(NOON.minusSeconds(3590), Duration.ofSeconds(10)))
                .isEqualTo(NOON.minusSeconds(3600).minus(ClaimCursor.OVERLAP));
    }

    @Test
    void nor_does_one_that_was_set_forth() {
        readAll(NOON, HERE);
        assertThat(nextBegins(NOON.plusSeconds(3610), Duration.ofSeconds(10)))
                .isEqualTo(NOON.minus(ClaimCursor.OVERLAP));
    }

    @Test
    void a_claim_that_will_be_met_again_is_known_then() {
        readAll(
                NOON,
                HERE,
                claim(NOON.minus(ClaimCursor.OVERLAP).minusMillis(1), "OLD"),
                claim(NOON.minus(ClaimCursor.OVERLAP), "OVERLAP"),
                claim(NOON.plusSeconds(1), "LATER"));
        assertThat(cursor.isNew("OLD")).isTrue();
        assertThat(cursor.isNew("OVERLAP")).isFalse();
        assertThat(cursor.isNew("LATER")).isFalse();
        readAll(NOON.plusSeconds(60), HERE + Duration.ofSeconds(60).toNanos());
        assertThat(cursor.isNew("OVERLAP"))
                .as("forgotten when it is met no more")
                .isTrue();
        assertThat(cursor.isNew("LATER")).isTrue();
    }
}
