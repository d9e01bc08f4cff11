package dev.holdfast.stock.gate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: no row is hot, and Redis is never asked
 * @param budget for a whole take; after it the database decides
 * @param openFor how long Redis is not asked after it failed
 * @param hotAbove a row asked for this often in a second becomes hot
 * @param coldBelow a hot row asked for less often than this in a second begins to cool
 * @param coldAfter so long a row goes on being hot after it began to cool
 * @param soldOutStaysHot the same for a row last seen sold out: it is no longer asked for here, since order-app knows
 * @param mostHot rows that are hot by demand; those in {@code holdfast.gate.hot} come on top
 */
@ConfigurationProperties("holdfast.gate")
record GateSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("20ms") Duration budget,
        @DefaultValue("1s") Duration openFor,
        @DefaultValue("50") int hotAbove,
        @DefaultValue("10") int coldBelow,
        @DefaultValue("30s") Duration coldAfter,
        @DefaultValue("10m") Duration soldOutStaysHot,
        @DefaultValue("64") int mostHot) {
    GateSettings {
        if (budget.toMillis() < 1 || openFor.toMillis() < 1 || soldOutStaysHot.toMillis() < 1) {
            throw new IllegalArgumentException("holdfast.gate: every duration must be 1 ms or more");
        }
        if (coldAfter.compareTo(HotRows.BEAT.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("holdfast.gate.cold-after must be 2 s or more, but is " + coldAfter);
        }
        if (coldBelow < 1 || coldBelow > hotAbove) {
            throw new IllegalArgumentException("holdfast.gate.cold-below must be between 1 and hot-above");
        }
        if (mostHot < 0) {
            throw new IllegalArgumentException("holdfast.gate.most-hot must be 0 or more, but is " + mostHot);
        }
    }
}
