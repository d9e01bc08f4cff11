package dev.holdfast.stockapi;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the client is.
 *
 * @param connectTimeout until a connection stands, or one of the pool is free
 * @param readTimeout until the answer is there; longer than stock-app's lock wait, shorter than the global transaction
 * @param maxConnections to all instances together
 */
@ConfigurationProperties("holdfast.stock-client")
record StockClientSettings(
        @DefaultValue("500ms") Duration connectTimeout,
        @DefaultValue("4s") Duration readTimeout,
        @DefaultValue("256") int maxConnections) {
    StockClientSettings {
        if (connectTimeout.toMillis() < 1 || readTimeout.toMillis() < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("holdfast.stock-client: every setting must be above zero");
        }
    }
}
