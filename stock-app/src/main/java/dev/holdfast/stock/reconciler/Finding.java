package dev.holdfast.stock.reconciler;

import dev.holdfast.stockapi.StockKey;

/**
 * Something that does not agree.
 *
 * @param is units there are
 * @param should units there should be
 */
record Finding(Kind kind, long storeId, long skuId, long is, long should) {
    Finding(Kind kind, StockKey row, long is, long should) {
        this(kind, row.storeId(), row.skuId(), is, should);
    }

    StockKey row() {
        return new StockKey(storeId, skuId);
    }

    /** What makes it the same thing some seconds later. */
    record Identity(Kind kind, long storeId, long skuId, long is, long should) {}

    Identity identity() {
        return switch (kind) {
                // Counted and looked up one after the other: only of a row that was quiet meanwhile is it known to be
                // wrong.
            case GATE -> new Identity(kind, storeId, skuId, is, should);
                // What is left behind does not follow the sales, so there the difference moves as well.
            case GATE_LEFTOVER -> new Identity(kind, storeId, skuId, 0, 0);
                // Both figures may move, their difference may not.
            default -> new Identity(kind, storeId, skuId, is - should, 0);
        };
    }
}
