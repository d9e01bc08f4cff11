package dev.holdfast.stockapi;

/**
 * One line that could not be held.
 *
 * @param requested units asked for
 * @param available units there were when it was refused
 */
public record Shortage(long storeId, long skuId, int requested, long available) {}
