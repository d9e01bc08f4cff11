package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;

/** A row is hot and not loaded: whoever keeps the gate may load it before its next round. */
public record RowWanted(StockKey row) {}
