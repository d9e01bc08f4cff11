package dev.holdfast.stock.reservation;

import java.util.Comparator;

/** One verb of one transaction on one reservation. */
record Asked(String id, String xid) {
    /** The order in which reservations are locked, by everyone. */
    static final Comparator<Asked> LOCK_ORDER = Comparator.comparing(Asked::id);
}
