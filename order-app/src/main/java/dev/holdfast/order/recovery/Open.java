package dev.holdfast.order.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/** A page of what is open, oldest first. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Open(Page orders, Page reservations) {
    /**
     * One that is open.
     *
     * @param id an order number or a reservation id; the two are the same where an order holds stock
     * @param changedAt for an order by the clock of the database, for a reservation by that of a stock-app
     * @param seata what Seata says of the xid; null if there is none, or no answer
     */
    record Item(String id, String state, String xid, String seata, Instant changedAt, long ageSeconds) {}

    /**
     * @param next where the next page begins; null if this is the last one
     * @param answered false if nobody could be asked for it
     */
    record Page(List<Item> items, String next, boolean answered) {}
}
