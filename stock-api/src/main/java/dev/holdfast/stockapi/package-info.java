/**
 * What a service that wants stock depends on: {@link dev.holdfast.stockapi.StockClient}, its requests, its typed
 * outcomes. Also the one place where both sides find the words of the wire: problem types, states, limits.
 */
package dev.holdfast.stockapi;
