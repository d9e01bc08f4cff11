/** The Redis gate of hot rows: it may say no, never yes. Everything that knows Redis is in this room. */
package dev.holdfast.stock.gate;
