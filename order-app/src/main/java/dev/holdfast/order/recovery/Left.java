package dev.holdfast.order.recovery;

import java.util.Locale;

/** Why one is left open for now. */
enum Left {
    /** Seata may still call a door. */
    SEATA_UNFINISHED,
    /** Seata did not say how far it is. */
    SEATA_UNANSWERED,
    /** stock-app did not answer the verb. */
    STOCK_UNANSWERED,
    /** The id is a reservation of another transaction. */
    OTHER_XID,
    /**
     * The order was TRIED, so there was a reservation; there is none any more, or only a tombstone: it was removed since it
     * was finished for long, or is lost. Whether it was sold no cell can say.
     */
    RESERVATION_REMOVED,
    /** It could not be read or written. */
    FAILED;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
