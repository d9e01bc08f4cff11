package dev.holdfast.stock.keeper;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param lease how long a sold-out mark lasts unless it is renewed, and so how long after units came back an order may at
 *     most be refused because of it; 200 ms to 10 s, 1 s by default. Marks are renewed after half of it.
 */
@ConfigurationProperties("holdfast.sold-out")
record SoldOutMarkSettings(@DefaultValue("1s") Duration lease) {
    SoldOutMarkSettings {
        if (lease.toMillis() < 200 || lease.toMillis() > 10_000) {
            throw new IllegalArgumentException("holdfast.sold-out.lease must be between 200 ms and 10 s");
        }
    }

    Duration renewedAfter() {
        return lease.dividedBy(2);
    }
}
