package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BidTest {
    private static final Line A = new Line(1, 1, 2);
    private static final Line B = new Line(1, 2, 2);

    @Test
    void a_bid_goes_when_every_line_is_taken_or_not_gated() {
        Bid bid = new Bid("r", List.of(A, B));
        bid.took(A, true);
        assertThat(bid.complete()).isFalse();
        bid.passed(B);
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
        assertThat(bid.unanswered()).containsExactly(B.stock());
        assertThat(bid.verdict()).isEqualTo(Verdict.GO);
    }

    @Test
    void an_answer_that_comes_after_the_verdict_changes_nothing_of_it_and_takes_nothing_back() {
        Bid bid = new Bid("r", List.of(A, B));
        bid.took(A, true);
        assertThat(bid.verdict()).isEqualTo(Verdict.GO);
        assertThat(bid.refused(B, 1)).isEmpty();
        assertThat(bid.verdict()).isEqualTo(Verdict.GO);
        assertThat(bid.release()).containsExactly(A.stock());
    }

    @Test
    void a_released_bid_gives_back_once_what_it_took_now_and_an_answer_that_comes_later_at_once() {
        Bid bid = new Bid("r", List.of(A, B));
        assertThat(bid.took(A, true)).isFalse();
        assertThat(bid.release()).containsExactly(A.stock());
        assertThat(bid.release()).isEmpty();
        assertThat(bid.took(B, true)).isTrue();
        Bid repeated = new Bid("r", List.of(A, B));
        repeated.took(A, false);
        assertThat(repeated.release()).isEmpty();
        assertThat(repeated.took(B, false)).isFalse();
    }

    @Test
    void a_bid_that_is_asked_again_waits_for_what_the_first_gives_back() {
        Bid bid = new Bid("r", List.of(A, B));
        bid.took(A, true);
        bid.refused(B, 0);
        CompletableFuture<Void> arrives = new CompletableFuture<>();
        bid.givingBack(arrives);
        Bid again = bid.again();
        assertThat(again.givenBack()).isNotDone();
        arrives.complete(null);
        assertThat(again.givenBack()).isDone();
        assertThat(again.unanswered()).containsExactlyInAnyOrder(A.stock(), B.stock());
        assertThat(again.verdict()).isEqualTo(Verdict.GO);
    }
}
