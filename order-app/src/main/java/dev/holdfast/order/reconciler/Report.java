package dev.holdfast.order.reconciler;

import java.time.Instant;
import java.util.List;

/**
 * What one round found among the orders that were finished from {@code from} on and before {@code to}.
 *
 * @param orders that were compared
 * @param found how many disagree; of them no more than {@value #MOST_TOLD} are told
 */
record Report(Instant from, Instant to, long orders, long found, List<Finding> findings) {
    static final int MOST_TOLD = 500;
}
