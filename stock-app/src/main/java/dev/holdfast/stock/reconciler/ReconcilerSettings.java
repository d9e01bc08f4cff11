package dev.holdfast.stock.reconciler;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: rounds are only made when asked for
 * @param period between two rounds, of all instances together; each reads every reservation that is kept
 * @param grace between the two samples in both of which something must be wrong
 * @param page reservations read by one statement
 */
@ConfigurationProperties("holdfast.reconciler")
record ReconcilerSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1m") Duration period,
        @DefaultValue("5s") Duration grace,
        @DefaultValue("5000") int page) {
    ReconcilerSettings {
        if (period.toMillis() < 1000) {
            throw new IllegalArgumentException("holdfast.reconciler.period must be 1 s or more, but is " + period);
        }
        if (grace.toMillis() < 100 || grace.toSeconds() > 20) {
            // Whoever asks for a round waits for it, and a request is given up after 30 s.
            throw new IllegalArgumentException("holdfast.reconciler.grace must be between 100 ms and 20 s");
        }
        if (page < 1) {
            throw new IllegalArgumentException("holdfast.reconciler.page must be 1 or more, but is " + page);
        }
    }
}
