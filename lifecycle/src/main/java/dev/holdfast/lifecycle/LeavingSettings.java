package dev.holdfast.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param serveOn how long an app that has left the registry goes on serving; longer than its callers keep the old list
 */
@ConfigurationProperties("holdfast.leaving")
record LeavingSettings(@DefaultValue("5s") Duration serveOn) {
    LeavingSettings {
        if (serveOn.isNegative() || serveOn.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(
                    "holdfast.leaving.serve-on must be between 0s and 5m, but is " + serveOn);
        }
    }
}
