package dev.holdfast.order.reconciler;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: orders are only compared when asked for
 * @param period between two rounds
 * @param lag so long after an order was finished, by the clock of the database, it is compared
 * @param lookBack no further than this, however long nobody compared; much shorter than stock-app keeps reservations
 */
@ConfigurationProperties("holdfast.order-reconciler")
record ReconcilerSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1m") Duration period,
        @DefaultValue("10m") Duration lag,
        @DefaultValue("6h") Duration lookBack) {
    ReconcilerSettings {
        if (period.toMillis() < 1000 || lag.isNegative()) {
            throw new IllegalArgumentException(
                    "holdfast.order-reconciler.period must be 1 s or more, and holdfast.order-reconciler.lag not below zero");
        }
        if (lookBack.compareTo(lag) <= 0 || lookBack.compareTo(Duration.ofHours(12)) > 0) {
            throw new IllegalArgumentException(
                    "holdfast.order-reconciler.look-back must be longer than the lag, and 12 h at most");
        }
    }
}
