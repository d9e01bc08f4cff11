package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.StockKey;

/** Units have arrived at this row, and are committed. */
public record StockRaised(StockKey row) {}
