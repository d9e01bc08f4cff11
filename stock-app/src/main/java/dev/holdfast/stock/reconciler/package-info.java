/** Compares stock rows, reservations and the gate. Sets Redis right by the database, and tells what only a person may. */
package dev.holdfast.stock.reconciler;
