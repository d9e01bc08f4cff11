package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Told CONFIRMED = Told.of(201, "{\"orderNo\":\"A\",\"status\":\"CONFIRMED\"}");
    private static final Told OPEN = Told.of(202, "{\"orderNo\":\"A\",\"status\":\"TRIED\"}");
    private static final Told REFUSED = Told.of(409, "{\"type\":\"urn:holdfast:try-failed\",\"orderNo\":\"A\"}");
    private static final Told FREE = Told.of(503, "{\"type\":\"urn:holdfast:stock-unreachable\",\"orderNo\":\"B\"}");

    private final Answers answers = new Answers();
    private final Purchase purchase = Purchase.of(1, 1, 1);

    private void hear(Told... all) {
        for (Told each : all) {
            answers.hear(purchase, each);
        }
    }

    @Test
    void waiting_silence_and_the_same_again_break_nothing() {
        hear(FREE, OPEN, Told.nothing("gave up"), CONFIRMED, Told.nothing("gave up"), CONFIRMED);

        assertThat(answers.broken()).isEmpty();
        assertThat(answers.finals()).hasSize(1);
    }

    @Test
    void any_other_answer_after_a_final_one_is_a_broken_promise() {
        for (Told later : new Told[] {
            OPEN,
            REFUSED,
            FREE,
            Told.of(201, "{\"orderNo\":\"B\",\"status\":\"CONFIRMED\"}"),
            Told.of(201, "{\"orderNo\":\"A\",\"status\":\"CONFIRMED\",\"reason\":null}"),
            Told.of(409, "{\"type\":\"urn:holdfast:insufficient-stock\"}")
        }) {
            Answers fresh = new Answers();
            fresh.hear(purchase, CONFIRMED);
            fresh.hear(purchase, later);
            assertThat(fresh.broken()).as(later.label()).hasSize(1);
        }
    }

    @Test
    void an_answer_that_no_order_may_get_is_a_broken_promise() {
        hear(Told.of(400, "{}"));

        assertThat(answers.broken()).singleElement().asString().contains("no order may get");
    }
}
