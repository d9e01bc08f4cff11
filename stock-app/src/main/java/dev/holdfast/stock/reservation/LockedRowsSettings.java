package dev.holdfast.stock.reservation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long requests wait for rows that another transaction holds locked.
 *
 * @param firstWait a statement waits so long in the first round, twice as long in each of the two that follow
 * @param proof a row that is found locked for so long is locked; longer than {@code firstWait}, so that no transaction of this app,
 *     which waits for another row, is taken for it
 * @param patience a request that came alone waits so long for the row that it found locked, and any request for its turn;
 *     together with the rounds less than the callers wait (holdfast.stock-client.read-timeout)
 */
@ConfigurationProperties("holdfast.locked-rows")
record LockedRowsSettings(
        @DefaultValue("100ms") Duration firstWait,
        @DefaultValue("150ms") Duration proof,
        @DefaultValue("2s") Duration patience) {
    LockedRowsSettings {
        if (firstWait.toMillis() < 20 || proof.compareTo(firstWait) <= 0 || patience.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "holdfast.locked-rows: first-wait must be 20 ms or more, proof longer than that, patience above zero");
        }
    }
}
