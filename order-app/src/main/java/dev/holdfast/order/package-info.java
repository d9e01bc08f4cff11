/** Wants something: claims the order, runs the global transaction, owns both TCC doors. */
package dev.holdfast.order;
