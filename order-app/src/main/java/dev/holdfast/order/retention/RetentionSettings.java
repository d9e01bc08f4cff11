package dev.holdfast.order.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: keys are kept for ever
 * @param keepKeys so long a finished order answers for its key; whoever repeats it later makes a new order, so it is longer
 *     than any client goes on repeating. A day at least.
 * @param period between two rounds
 * @param batch orders in one local transaction
 * @param pause between two batches of one round
 */
@ConfigurationProperties("holdfast.retention")
record RetentionSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("7d") Duration keepKeys,
        @DefaultValue("10m") Duration period,
        @DefaultValue("500") int batch,
        @DefaultValue("100ms") Duration pause) {
    private static final int MOST_BATCH = 5000;

    RetentionSettings {
        if (keepKeys.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("holdfast.retention.keep-keys must be 1 d or more, but is " + keepKeys);
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
