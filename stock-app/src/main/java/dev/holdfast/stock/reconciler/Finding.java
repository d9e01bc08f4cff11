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

    /** What makes it the same thing some seconds later: both figures may move, their difference may not. */
    record Identity(Kind kind, long storeId, long skuId, long difference) {}

    Identity identity() {
        // What is left behind does not follow the sales, so there the difference moves as well.
        return new Identity(kind, storeId, skuId, kind == Kind.GATE_LEFTOVER ? 0 : is - should);
    }
}
