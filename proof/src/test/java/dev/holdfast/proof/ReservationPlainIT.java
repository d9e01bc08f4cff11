package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The contract with a transaction for each request, and without the gate. */
@Plain
class ReservationPlainIT extends ReservationContract {
    /** With batching off each of them is a transaction of its own: the second finds what the first has committed. */
    @Test
    @Override
    void a_batch_that_names_an_id_twice_is_all_or_nothing() {
        long few = shop.newSku(1);
        assertThat(all(
                        "try",
                        wanted("twice-" + id, line(few, 1)),
                        wanted("other-" + id, line(few, 1)),
                        wanted("twice-" + id, line(few, 1))))
                .containsExactly("TRIED", "insufficient-stock", "TRIED");
        assertThat(shop.level(few)).isEqualTo("0/1/0");
    }
}
