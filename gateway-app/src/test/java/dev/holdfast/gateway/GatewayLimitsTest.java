package dev.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.core.io.FileSystemResource;

class GatewayLimitsTest {
    private static final Binder NOTHING = new Binder(new MapConfigurationPropertySource(Map.of()));

    private static Binder published() throws IOException {
        return new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader()
                .load("published", new FileSystemResource("../nacos-config/gateway-app.yaml"))));
    }

    @Test
    void what_is_published_are_the_defaults() throws IOException {
        assertThat(published().bind("holdfast.gateway", GatewayLimits.class).get())
                .isEqualTo(NOTHING.bindOrCreate("holdfast.gateway", GatewayLimits.class));
    }

    @Test
    void the_published_pool_has_an_end_and_so_has_the_wait_for_it() throws IOException {
        HttpClientProperties.Pool pool = published()
                .bind("spring.cloud.gateway.server.webflux.httpclient", HttpClientProperties.class)
                .get()
                .getPool();
        assertThat(pool.getType()).isEqualTo(HttpClientProperties.Pool.PoolType.FIXED);
        assertThat(pool.getMaxConnections()).isPositive();
        assertThat(Duration.ofMillis(pool.getAcquireTimeout())).isPositive().isLessThan(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "max-uri-length, 0",
        "max-header-size, 0B",
        "max-body-size, -1B",
        "max-body-size, 1GB",
        "header-timeout, 0s",
        "body-timeout, 1h",
        "keep-alive, -1s",
        "write-timeout, 0s",
        "socket-buffer, 1GB",
        "max-connections, 0",
        "max-connections-per-client, 0"
    })
    void a_limit_that_is_none_is_refused_by_its_name(String name, String value) {
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("holdfast.gateway." + name, value)));
        assertThatThrownBy(() -> binder.bindOrCreate("holdfast.gateway", GatewayLimits.class))
                .rootCause()
                .hasMessageContaining("holdfast.gateway." + name);
    }
}
