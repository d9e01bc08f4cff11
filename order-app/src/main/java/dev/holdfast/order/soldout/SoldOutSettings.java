package dev.holdfast.order.soldout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param forgottenAfter a mark that is not renewed for so long is forgotten, in case the message that clears it was lost;
 *     stock-app renews every second
 * @param keysKnownFor so far back the keys of orders for a sold-out SKU are known, so that a replay gets its first answer
 * @param mostKeys if more orders than this wanted the SKU in that time, it is not answered from memory
 */
@ConfigurationProperties("holdfast.sold-out")
record SoldOutSettings(
        @DefaultValue("3s") Duration forgottenAfter,
        @DefaultValue("24h") Duration keysKnownFor,
        @DefaultValue("1000000") int mostKeys) {
    SoldOutSettings {
        if (forgottenAfter.toMillis() < 1 || keysKnownFor.toMillis() < 1 || mostKeys < 1) {
            throw new IllegalArgumentException("holdfast.sold-out: every setting must be above zero");
        }
    }
}
