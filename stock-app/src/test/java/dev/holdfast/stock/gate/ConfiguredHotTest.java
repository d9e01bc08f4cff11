package dev.holdfast.stock.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stockapi.StockKey;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class ConfiguredHotTest {
    private final MockEnvironment environment = new MockEnvironment();

    private ConfiguredHot reading(String setting) {
        environment.setProperty("holdfast.gate.hot", setting);
        return new ConfiguredHot(environment);
    }

    @Test
    void nothing_configured_is_nothing_hot() {
        assertThat(new ConfiguredHot(environment).rows()).isEmpty();
        assertThat(reading("").rows()).isEmpty();
    }

    @Test
    void a_list_is_read_and_read_again() {
        ConfiguredHot hot = reading("1:1001,2:7");
        assertThat(hot.rows()).containsExactlyInAnyOrder(new StockKey(1, 1001), new StockKey(2, 7));
        environment.setProperty("holdfast.gate.hot", "2:8");
        hot.read();
        assertThat(hot.rows()).containsExactly(new StockKey(2, 8));
    }

    @Test
    void one_malformed_entry_and_the_last_good_list_stays() {
        ConfiguredHot hot = reading("1:1001");
        environment.setProperty("holdfast.gate.hot", "1:1002,sku-7");
        hot.read();
        assertThat(hot.rows()).containsExactly(new StockKey(1, 1001));
        assertThat(reading("nonsense").rows()).isEmpty();
    }
}
