package dev.holdfast.proof.check;

import java.time.Duration;
import java.util.Objects;

/**
 * How long an order or a reservation may be open. Younger ones are not yet due; older ones are broken.
 *
 * @param time by the database's clock
 * @param reason in words, what it follows from
 */
public record Grace(Duration time, String reason) {
    public Grace {
        Objects.requireNonNull(reason, "reason");
        if (time.isNegative()) {
            throw new IllegalArgumentException("the grace must not be negative");
        }
    }

    /** One that the caller has chosen. */
    public static Grace given(Duration time) {
        return new Grace(time, "as given");
    }

    @Override
    public String toString() {
        return Durations.text(time) + ", " + reason;
    }
}
