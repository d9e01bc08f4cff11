/** The stock rows: their guarded updates, reading them, replenishing them. */
package dev.holdfast.stock.shelf;
