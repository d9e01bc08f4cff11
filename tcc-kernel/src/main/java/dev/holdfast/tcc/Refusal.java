package dev.holdfast.tcc;

/** Why a verb is refused. */
public enum Refusal {
    /** Try or Confirm after Cancel. */
    ALREADY_CANCELLED,
    /** Cancel after Confirm. */
    ALREADY_CONFIRMED,
    /** Confirm of what was never tried. */
    NOT_TRIED,
    /** The id belongs to another transaction, or was tried with other lines. */
    ID_REUSED
}
