/** Lets the Idempotency-Keys of orders go that were finished long ago. */
package dev.holdfast.order.retention;
