package dev.holdfast.stockapi;

/** One stock row, in units; {@code total = available + frozen + sold} at every instant. */
public record StockLevel(long skuId, long storeId, long total, long available, long frozen, long sold) {}
