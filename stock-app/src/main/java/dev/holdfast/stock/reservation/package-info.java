/** Try, Confirm and Cancel of a reservation, each in one local transaction. */
package dev.holdfast.stock.reservation;
