/** Removes reservations that were finished long ago, and keeps count of what they sold. */
package dev.holdfast.stock.retention;
