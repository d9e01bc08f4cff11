package dev.holdfast.order.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OldKeysTest {
    private final OldKeys keys = new OldKeys(null, null);

    @ParameterizedTest
    @EnumSource(
            value = OrderStatus.class,
            names = {"NEW", "TRIED"})
    void the_key_of_an_open_order_is_never_let_go(OrderStatus open) {
        assertThatThrownBy(() -> keys.letGo(open, Duration.ofDays(3650), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_final_status_is_gone_through() {
        assertThat(OldKeys.finals())
                .containsExactlyInAnyOrder(OrderStatus.CONFIRMED, OrderStatus.CANCELLED, OrderStatus.REJECTED);
    }
}
