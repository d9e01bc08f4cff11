/** Compares finished orders with their reservations, and tells where they disagree. It changes nothing. */
package dev.holdfast.order.reconciler;
