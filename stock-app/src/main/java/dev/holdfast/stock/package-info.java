/** Holds the stock. Knows nothing of Seata: any coordinator can drive its Try, Confirm and Cancel over HTTP. */
package dev.holdfast.stock;
