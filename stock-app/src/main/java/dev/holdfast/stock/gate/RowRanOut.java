package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;

/** A hot row was asked for and has no free units at the gate. Whether it is sold out, the database knows. */
public record RowRanOut(StockKey row) {}
