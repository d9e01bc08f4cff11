package dev.holdfast.proof.gatemodel;

/** What must be so at every instant. */
enum Promise {
    /** I1: {@code available >= 0}. */
    NEVER_OVERSOLD,
    /** A final refusal because of the gate: the database was short at some instant between the request's arrival and its answer. */
    NO_FALSE_REFUSAL_BY_GATE,
    /** A final refusal because of a mark: the database had nothing at some instant not earlier than one lease before the answer. */
    NO_FALSE_REFUSAL_BY_MARK,
    /**
     * I4, where nothing befalls Redis and no process crashes: whenever no Try, command or load is under way, free =
     * available and the holders are what is TRIED, without any repair. A Try with an unknown outcome may leave a holder.
     */
    FREE_IS_EXACT
}
