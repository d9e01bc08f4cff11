package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BidTest {
    private static final Line A = new Line(1, 1, 2);
    private static final Line B = new Line(1, 2, 2);

    @Test
    void a_bid_goes_when_every_line_is_taken_or_not_gated() {
        Bid bid = new Bid("r", List.of(A, B));
        bid.took(A, true);
        assertThat(bid.complete()).isFalse();
        bid.passed();
        assertThat(bid.complete()).isTrue();
        assertThat(bid.verdict()).isEqualTo(Verdict.GO);
    }

    @Test
    void a_short_bid_gives_back_what_it_took_now_but_not_what_it_held_before() {
        Bid bid = new Bid("r", List.of(A, B));
        bid.took(A, true);
        assertThat(bid.refused(B, 1)).containsExactly(A.stock());
        assertThat(bid.verdict()).isEqualTo(new Verdict.Short(List.of(new Shortage(1, 2, 2, 1))));
        Bid again = new Bid("r", List.of(A, B));
        again.took(A, false);
        assertThat(again.refused(B, 1)).isEmpty();
    }

    @Test
    void a_bid_that_was_not_answered_in_full_is_left_to_the_database() {
        Bid bid = new Bid("r", List.of(A, B));
        bid.refused(A, 0);
        assertThat(bid.verdict()).isEqualTo(Verdict.GO);
    }
}
