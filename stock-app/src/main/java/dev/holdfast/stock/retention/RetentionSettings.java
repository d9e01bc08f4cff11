package dev.holdfast.stock.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: nothing is ever removed
 * @param keep so long a finished reservation answers for itself; longer than anybody repeats a verb or leaves an order
 *     open, an outage of Seata or of order-app included: to a later Confirm it was never tried, and a later Try holds
 *     again. A day at least, so that no clock that is off, and no night without service, comes near it.
 * @param period between two rounds
 * @param batch reservations in one local transaction
 * @param pause between two batches of one round
 */
@ConfigurationProperties("holdfast.retention")
record RetentionSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("7d") Duration keep,
        @DefaultValue("10m") Duration period,
        @DefaultValue("500") int batch,
        @DefaultValue("100ms") Duration pause) {
    private static final int MOST_BATCH = 5000;

    RetentionSettings {
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("holdfast.retention.keep must be 1 d or more, but is " + keep);
        }
        if (period.toMillis() < 100 || pause.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "holdfast.retention.period must be 100 ms or more, and holdfast.retention.pause 1 ms or more");
        }
        if (batch < 1 || batch > MOST_BATCH) {
            throw new IllegalArgumentException("holdfast.retention.batch must be between 1 and " + MOST_BATCH);
        }
    }
}
