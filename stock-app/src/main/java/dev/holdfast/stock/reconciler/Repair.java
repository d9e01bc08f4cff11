package dev.holdfast.stock.reconciler;

/**
 * Something that was set right in Redis.
 *
 * @param before free units that the gate counted
 * @param after the same, now; null if the row was unloaded
 */
record Repair(Kind kind, long storeId, long skuId, long before, Long after) {}
