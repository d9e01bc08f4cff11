package dev.holdfast.order.recovery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoverySettingsTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static RecoverySettings settings(Duration period, int batch, Duration backOff, Duration longest) {
        return new RecoverySettings(true, period, MINUTE, batch, backOff, longest);
    }

    @Test
    void an_order_is_not_old_while_its_transaction_may_still_run() {
        RecoverySettings settings = settings(TEN, 200, TEN, MINUTE);
        assertThatCode(() -> settings.mustOutlast(Duration.ofSeconds(20))).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.mustOutlast(MINUTE))
                .withMessageContaining("old-enough");
    }

    @Test
    void nonsense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Duration.ZERO, 200, TEN, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Duration.ofDays(1), 200, TEN, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(TEN, 0, TEN, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(TEN, 201, TEN, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(TEN, 200, Duration.ZERO, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(TEN, 200, MINUTE, TEN));
    }
}
