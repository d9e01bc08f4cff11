package dev.holdfast.batching;

/** Whom the failure of a batch is to be laid to. */
public enum Blame {
    /** Nobody in particular (the database is away): everyone gets it, and nothing is tried again. */
    EVERYONE,
    /** One of them, not known which: each is tried again alone. */
    ONE,
    /**
     * What one of them touches (a row that somebody holds): each is tried again alone, but whoever shares a key with one
     * that failed again gets its failure at once, instead of waiting as long.
     */
    KEY
}
