package dev.holdfast.order.tcc;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param period Seata is asked so often whether it is there
 * @param patience a Seata that takes longer than this for its answer is away until it answers
 */
@ConfigurationProperties("holdfast.coordinator")
record CoordinatorSettings(@DefaultValue("1s") Duration period, @DefaultValue("5s") Duration patience) {
    CoordinatorSettings {
        if (period.toMillis() < 100 || period.toMinutes() > 1) {
            throw new IllegalArgumentException("holdfast.coordinator.period must be between 100 ms and 1 min");
        }
        if (patience.toMillis() < 100 || patience.toMinutes() > 1) {
            throw new IllegalArgumentException("holdfast.coordinator.patience must be between 100 ms and 1 min");
        }
    }
}
