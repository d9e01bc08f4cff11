package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * So many units of one SKU from one store.
 *
 * @param storeId 1 or more
 * @param skuId 1 or more
 * @param quantity units, 1 to {@value #MOST_UNITS}; a quantity below 1 would add stock in naive code
 */
public record Line(
        @JsonProperty(required = true) long storeId,
        @JsonProperty(required = true) long skuId,
        @JsonProperty(required = true) int quantity) {
    /** The most units one line may ask for, merged lines included. */
    public static final int MOST_UNITS = 10_000;

    /** @throws InvalidRequestException if a number is out of its range; the message names it */
    public Line {
        new StockKey(storeId, skuId);
        if (quantity < 1 || quantity > MOST_UNITS) {
            throw new InvalidRequestException("quantity must be between 1 and " + MOST_UNITS + ", but is " + quantity);
        }
    }

    /** The stock row this line wants units of. */
    public StockKey stock() {
        return new StockKey(storeId, skuId);
    }
}
