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
    /** Nothing was tried under the id, so nothing can be confirmed. */
    NOT_TRIED,
    /** It could not be read or written. */
    FAILED;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
