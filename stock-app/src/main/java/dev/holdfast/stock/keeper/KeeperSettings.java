package dev.holdfast.stock.keeper;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keeperPeriod between two rounds over all hot rows
 * @param forgetAfter a holder the database has never heard of holds no longer than this
 */
@ConfigurationProperties("holdfast.gate")
record KeeperSettings(@DefaultValue("1s") Duration keeperPeriod, @DefaultValue("60s") Duration forgetAfter) {
    KeeperSettings {
        if (keeperPeriod.toMillis() < 10 || keeperPeriod.toSeconds() > 2) {
            throw new IllegalArgumentException("holdfast.gate.keeper-period must be between 10 ms and 2 s");
        }
        if (forgetAfter.compareTo(Duration.ofSeconds(5)) < 0) {
            // Longer than a Try may wait for a row lock and a connection, or units would be let through twice.
            throw new IllegalArgumentException("holdfast.gate.forget-after must be 5 s or more");
        }
    }
}
