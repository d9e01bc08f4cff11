package dev.holdfast.stock.reservation;

import dev.holdfast.batching.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Natural batching of Try, Confirm and Cancel; each verb has its own lanes and queue.
 *
 * @param enabled false: every request is a transaction of its own
 * @param most requests in one local transaction
 * @param lines lines of all Tries in one local transaction; one Try has 100 at most
 * @param lanes local transactions in flight at once
 * @param queue requests that may wait; above that the answer is 503
 */
@ConfigurationProperties("holdfast.batching")
record BatchingSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("128") int most,
        @DefaultValue("2000") int lines,
        @DefaultValue("4") int lanes,
        @DefaultValue("1000") int queue) {
    Limits limits() {
        return new Limits(enabled, most, lanes, queue).withWeight(lines);
    }
}
