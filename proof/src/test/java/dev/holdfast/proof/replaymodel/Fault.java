package dev.holdfast.proof.replaymodel;

/** What may go wrong. */
enum Fault {
    /** The order's take is not answered; whether Redis has executed it is open. */
    TAKE_UNANSWERED,
    /** The count of the order-app is not answered. */
    COUNT_UNANSWERED,
    /** The order-app of the order has not heard that the row may be marked, or not yet. */
    HINT_LOST,
    /** Redis loses its data; once. */
    REDIS_EMPTIED,
    /** Redis comes up with an older count of the same mark; once. */
    REDIS_GOES_BACK
}
