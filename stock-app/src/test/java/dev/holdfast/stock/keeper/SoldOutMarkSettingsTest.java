package dev.holdfast.stock.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SoldOutMarkSettingsTest {
    private static SoldOutMarkSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("holdfast.sold-out", SoldOutMarkSettings.class);
    }

    @Test
    void a_mark_lasts_a_second_and_is_renewed_after_half_of_it() {
        assertThat(bound(Map.of()).lease()).isEqualTo(Duration.ofSeconds(1));
        assertThat(bound(Map.of()).renewedAfter()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"199ms", "0ms", "-1s", "10001ms"})
    void nonsense_is_refused_at_the_start(String lease) {
        assertThatThrownBy(() -> bound(Map.of("holdfast.sold-out.lease", lease)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
}
