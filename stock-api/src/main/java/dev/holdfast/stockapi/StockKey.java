package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;

/**
 * Names one stock row. Its order is the one in which rows are locked, by everyone: two buyers on two SKUs cannot wait for
 * each other.
 *
 * @param storeId 1 or more
 * @param skuId 1 or more
 */
public record StockKey(@JsonProperty(required = true) long storeId, @JsonProperty(required = true) long skuId)
        implements Comparable<StockKey> {
    private static final Comparator<StockKey> ORDER =
            Comparator.comparingLong(StockKey::storeId).thenComparingLong(StockKey::skuId);

    /** @throws InvalidRequestException if an id is below 1 */
    public StockKey {
        if (storeId < 1) {
            throw new InvalidRequestException("storeId must be 1 or more, but is " + storeId);
        }
        if (skuId < 1) {
            throw new InvalidRequestException("skuId must be 1 or more, but is " + skuId);
        }
    }

    @Override
    public int compareTo(StockKey other) {
        return ORDER.compare(this, other);
    }
}
