package dev.holdfast.proof.replaymodel;

/** What keeps a replay from being refused from memory. Each part can be dropped. */
enum Part {
    /** A take that meets a mark is counted in its {@code passed}. */
    TAKE_COUNTS,
    /** A stock-app whose take had no answer deletes the mark as soon as Redis answers. */
    UNANSWERED_TAKE_DELETES_THE_MARK,
    /** A Try's answer says that its take may be uncounted: then order-app counts it, whatever it has heard of marks. */
    UNCOUNTED_TAKE_IS_TOLD,
    /** order-app counts an order at the marks of its rows before it answers it, if it knows that they may be marked or stock refused it. */
    ANSWER_IS_COUNTED,
    /** If Redis does not answer that count, the order's answer waits for one lease. */
    UNCOUNTED_ANSWER_WAITS,
    /** A new mark has another {@code since}. */
    NEW_MARK_NEW_SINCE,
    /** The mark is asked for after the request has arrived. */
    MARK_IS_ASKED_AFTER_ARRIVAL,
    /** The version with which a reading of keys is kept was told before the reading began. */
    VERSION_IS_TOLD_BEFORE_THE_READING,
    /** Keys that were read before (since, passed) changed are read again. */
    CHANGED_VERSION_READS_AGAIN,
    /** What was read counts for one lease from the reading's beginning. */
    READING_COUNTS_FOR_A_LEASE
}
