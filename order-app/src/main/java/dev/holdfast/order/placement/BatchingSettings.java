package dev.holdfast.order.placement;

import dev.holdfast.batching.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Natural batching of whole placements.
 *
 * @param enabled false: every order is a global transaction of its own
 * @param most orders in one global transaction; Seata's store has room for the numbers of 60 in one branch
 * @param lines lines of all orders in one global transaction; one order has 100 at most
 * @param lanes global transactions in flight at once
 * @param queue orders that may wait; above that the answer is 503
 */
@ConfigurationProperties("holdfast.batching")
record BatchingSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("60") int most,
        @DefaultValue("1000") int lines,
        @DefaultValue("2") int lanes,
        @DefaultValue("1000") int queue) {
    BatchingSettings {
        if (most > 60) {
            throw new IllegalArgumentException("holdfast.batching.most must be 60 or less, but is " + most);
        }
    }

    Limits limits() {
        return new Limits(enabled, most, lanes, queue).withWeight(lines);
    }
}
