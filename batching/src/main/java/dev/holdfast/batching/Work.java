package dev.holdfast.batching;

import java.util.List;

/** What is done with a batch. */
@FunctionalInterface
public interface Work<T, R> {
    /**
     * All of them at once, or, by an exception, none of them.
     *
     * @param batch in arrival order, never empty
     * @return one answer for each, in the same order
     */
    List<R> all(List<T> batch);
}
