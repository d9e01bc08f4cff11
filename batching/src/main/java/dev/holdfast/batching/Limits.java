package dev.holdfast.batching;

import java.time.Duration;
import java.util.Objects;

/**
 * How far a {@link Batcher} goes.
 *
 * @param enabled false: every request is a batch of its own, done in its caller's thread; the other numbers do not count
 * @param most requests in one batch, 1 or more
 * @param weight the sum of the weights of the requests in one batch, 1 or more; a request that is heavier is a batch of its own
 * @param lanes batches in flight at once, 1 or more; fewer lanes make larger batches
 * @param queue requests that may wait for a lane, 1 or more; above that they are turned away
 * @param patience a request that has waited for a lane for so long is turned away; longer than zero
 */
public record Limits(boolean enabled, int most, int weight, int lanes, int queue, Duration patience) {
    /** Long enough to be no limit. */
    private static final Duration ENDLESS = Duration.ofDays(365);

    /** @throws IllegalArgumentException if a number is below 1, or the patience is not longer than zero */
    public Limits {
        if (most < 1 || weight < 1 || lanes < 1 || queue < 1) {
            throw new IllegalArgumentException("most, weight, lanes and queue of a batcher must be 1 or more: " + most
                    + ", " + weight + ", " + lanes + ", " + queue);
        }
        Objects.requireNonNull(patience, "patience");
        if (patience.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("the patience of a batcher must be longer than zero: " + patience);
        }
    }

    /** Without a limit of weight and with endless patience. */
    public Limits(boolean enabled, int most, int lanes, int queue) {
        this(enabled, most, Integer.MAX_VALUE, lanes, queue, ENDLESS);
    }

    boolean isEndless() {
        return patience.compareTo(ENDLESS) >= 0;
    }

    public Limits withWeight(int heaviest) {
        return new Limits(enabled, most, heaviest, lanes, queue, patience);
    }

    public Limits withPatience(Duration longest) {
        return new Limits(enabled, most, weight, lanes, queue, longest);
    }
}
