package dev.holdfast.batching;

/**
 * How far a {@link Batcher} goes.
 *
 * @param enabled false: every request is a batch of its own, done in its caller's thread; the other numbers do not count
 * @param most requests in one batch, 1 or more
 * @param lanes batches in flight at once, 1 or more; fewer lanes make larger batches
 * @param queue requests that may wait for a lane, 1 or more; above that they are turned away
 */
public record Limits(boolean enabled, int most, int lanes, int queue) {
    /** @throws IllegalArgumentException if a number is below 1 */
    public Limits {
        if (most < 1 || lanes < 1 || queue < 1) {
            throw new IllegalArgumentException(
                    "most, lanes and queue of a batcher must be 1 or more: " + most + ", " + lanes + ", " + queue);
        }
    }
}
