package dev.holdfast.order.soldout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param lease the longest time that a sold-out mark refuses orders after it was last known to be true; also how old the
 *     knowledge of used keys may be. The same for stock-app, in shared.yaml
 * @param askWithin an order waits so long to hear from Redis whether its row is marked; then it is placed
 * @param readWithin an order waits so long for the keys of its row to be read; then it is placed
 * @param keyMemory what the keys of all sold-out rows may take together, and twice what those of one may; a million take 1.7 MB at
 *     least, 7 at most
 */
@ConfigurationProperties("holdfast.sold-out")
record SoldOutSettings(
        @DefaultValue("1s") Duration lease,
        @DefaultValue("20ms") Duration askWithin,
        @DefaultValue("50ms") Duration readWithin,
        @DefaultValue("96MB") DataSize keyMemory) {
    SoldOutSettings {
        if (lease.toMillis() < 1 || askWithin.toMillis() < 1 || readWithin.toMillis() < 1 || keyMemory.toBytes() < 1) {
            throw new IllegalArgumentException("holdfast.sold-out: every setting must be above zero");
        }
    }
}
