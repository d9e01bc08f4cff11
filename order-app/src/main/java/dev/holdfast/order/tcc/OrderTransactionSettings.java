package dev.holdfast.order.tcc;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param timeout after which Seata rolls a transaction back by itself; longer than both Tries, shorter than the gateway waits
 */
@ConfigurationProperties("holdfast.order-transaction")
record OrderTransactionSettings(Duration timeout) {
    OrderTransactionSettings {
        if (timeout == null || timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("holdfast.order-transaction.timeout must be a time above zero");
        }
    }
}
