package dev.holdfast.tcc;

/** Where one attempt stands. {@link #ABSENT} is never stored: it is the state of what has no row. */
public enum TccState {
    /** Nothing was tried, or the Try was refused and left nothing. */
    ABSENT,
    /** Held: waits for Confirm or Cancel, for as long as it takes. */
    TRIED,
    /** Taken for good. Terminal. */
    CONFIRMED,
    /** Given back, or a tombstone of what was never tried. Terminal. */
    CANCELLED
}
