package dev.holdfast.stock.reconciler;

/** What does not agree, and so whose it is. */
enum Kind {
    /** {@code total} against available + frozen + sold, or one of them below zero. */
    TOTAL,
    /** {@code frozen} against the sum of TRIED. */
    FROZEN,
    /** {@code sold} against the sum of CONFIRMED, and what is closed. */
    SOLD,
    /** Units in lines of which there is no reservation, against none. */
    STRAY_LINES,
    /** Units in reservations of a stock row that does not exist, against none. */
    NO_STOCK_ROW,
    /** What the gate counts of a hot row against what the database says. */
    GATE,
    /** What the gate counts of a row that is not hot, against what the database says. */
    GATE_LEFTOVER;

    /** The gate is set right by the database. Of two things in the database nobody here can know which is right. */
    boolean isForAPerson() {
        return this != GATE && this != GATE_LEFTOVER;
    }
}
