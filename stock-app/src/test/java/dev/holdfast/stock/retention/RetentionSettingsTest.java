package dev.holdfast.stock.retention;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionSettingsTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static void assertRefused(Duration keep, Duration period, int batch, Duration pause, String naming) {
        assertThatThrownBy(() -> new RetentionSettings(true, keep, period, batch, pause))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(naming);
    }

    @Test
    void what_may_still_be_asked_for_is_never_removed() {
        assertRefused(Duration.ofHours(23), MINUTE, 500, MINUTE, "holdfast.retention.keep");
    }

    @Test
    void batches_are_small_and_have_pauses() {
        assertRefused(WEEK, MINUTE, 0, MINUTE, "holdfast.retention.batch");
        assertRefused(WEEK, MINUTE, 100_000, MINUTE, "holdfast.retention.batch");
        assertRefused(WEEK, MINUTE, 500, Duration.ZERO, "holdfast.retention.pause");
        assertRefused(WEEK, Duration.ofMillis(1), 500, MINUTE, "holdfast.retention.period");
    }
}
