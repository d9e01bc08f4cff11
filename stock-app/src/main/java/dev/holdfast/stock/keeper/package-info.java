/** Keeps the gate's counts true to the database. Reads the database and changes Redis, never the other way. */
package dev.holdfast.stock.keeper;
