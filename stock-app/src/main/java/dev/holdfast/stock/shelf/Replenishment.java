package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.StockKey;

/**
 * Units that arrived, once.
 *
 * @param replenishmentId 1 to 64 visible ASCII characters, chosen by the caller
 * @param quantity units, 1 to {@value #MOST_UNITS}
 */
record Replenishment(String replenishmentId, long storeId, long skuId, long quantity) {
    static final long MOST_UNITS = 1_000_000_000;

    Replenishment {
        if (replenishmentId == null || !replenishmentId.matches("[!-~]{1,64}")) {
            throw new InvalidRequestException("replenishmentId must be of 1 to 64 visible ASCII characters");
        }
        new StockKey(storeId, skuId);
        if (quantity < 1 || quantity > MOST_UNITS) {
            throw new InvalidRequestException("quantity must be between 1 and " + MOST_UNITS + ", but is " + quantity);
        }
    }

    StockKey stock() {
        return new StockKey(storeId, skuId);
    }
}
