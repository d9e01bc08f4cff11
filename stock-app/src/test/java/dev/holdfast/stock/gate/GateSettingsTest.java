package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GateSettingsTest {
    private static GateSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("holdfast.gate", GateSettings.class);
    }

    @Test
    void nothing_need_be_set() {
        GateSettings settings = bound(Map.of());
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.budget()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.soldOutStaysHot()).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource({
        "budget, 0ms",
        "open-for, 0ms",
        "cold-below, 51",
        "cold-below, 0",
        "cold-after, 1s",
        "most-hot, -1",
        "sold-out-stays-hot, -1s"
    })
    void nonsense_is_refused_at_the_start(String setting, String nonsense) {
        assertThatThrownBy(() -> bound(Map.of("holdfast.gate." + setting, nonsense)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
}
