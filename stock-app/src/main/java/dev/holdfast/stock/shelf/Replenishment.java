package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.VisibleAscii;

/**
 * Units that arrived, once.
 *
 * @param replenishmentId 1 to {@value #LONGEST_ID} visible ASCII characters, chosen by the caller
 * @param quantity units, 1 to {@value #MOST_UNITS}
 */
record Replenishment(String replenishmentId, long storeId, long skuId, long quantity) {
    static final int LONGEST_ID = 64;
    static final long MOST_UNITS = 1_000_000_000;

    Replenishment {
        VisibleAscii.check("replenishmentId", replenishmentId, LONGEST_ID);
        new StockKey(storeId, skuId);
        if (quantity < 1 || quantity > MOST_UNITS) {
            throw new InvalidRequestException("quantity must be between 1 and " + MOST_UNITS + ", but is " + quantity);
        }
    }

    StockKey stock() {
        return new StockKey(storeId, skuId);
    }
}
