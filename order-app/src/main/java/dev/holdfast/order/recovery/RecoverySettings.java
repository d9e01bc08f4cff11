package dev.holdfast.order.recovery;

import dev.holdfast.stockapi.TryBatch;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: this instance leaves the resolver's work to others; a person may still act here
 * @param period between two rounds, of all instances together
 * @param oldEnough an order or reservation that was touched since is left alone; longer than a global transaction may take
 * @param batch orders or reservations that are read, and at most settled, at once
 * @param backOff what could not be settled is left alone for so long, then for twice as long, and so on
 * @param longestBackOff but never for longer than this
 */
@ConfigurationProperties("holdfast.recovery")
record RecoverySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("10s") Duration period,
        @DefaultValue("120s") Duration oldEnough,
        @DefaultValue("200") int batch,
        @DefaultValue("10s") Duration backOff,
        @DefaultValue("5m") Duration longestBackOff) {
    RecoverySettings {
        if (period.toMillis() < 100 || period.toHours() > 1) {
            throw new IllegalArgumentException("holdfast.recovery.period must be between 100 ms and 1 h");
        }
        if (batch < 1 || batch > TryBatch.MOST) {
            throw new IllegalArgumentException("holdfast.recovery.batch must be between 1 and " + TryBatch.MOST);
        }
        if (backOff.toMillis() < 1 || longestBackOff.compareTo(backOff) < 0 || longestBackOff.toDays() > 1) {
            throw new IllegalArgumentException("holdfast.recovery.back-off must be above zero, and longest-back-off"
                    + " between that and one day");
        }
    }

    /** @throws IllegalArgumentException if orders would be taken for old while Seata may still be at its first attempt */
    void mustOutlast(Duration transaction) {
        if (oldEnough.compareTo(transaction) <= 0) {
            throw new IllegalArgumentException("holdfast.recovery.old-enough (" + oldEnough
                    + ") must be longer than holdfast.order-transaction.timeout (" + transaction + ")");
        }
    }
}
