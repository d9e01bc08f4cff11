package dev.holdfast.order.recovery;

/**
 * What became of an act of a person.
 *
 * @param id the order or the reservation
 * @param xid null if there never was one
 */
record Finished(String id, String xid, String before, String after) {}
