package dev.holdfast.batching;

/** Whom the failure of a batch is to be laid to. */
public enum Blame {
    /** Nobody in particular (the database is away): everyone gets it, and nothing is tried again. */
    EVERYONE,
    /** One of them, not known which: each is tried again alone. */
    ONE,
    /**
     * A connection was lost, and the batch may have been done all the same: each is tried again alone, and one that fails again
     * gets the failure of the batch. Its own would say that nothing was done, and that is not known.
     */
    DOUBT,
    /**
     * What one of them touches (a row that somebody holds): each is tried again alone, but whoever shares a key with one
     * that failed again gets its failure at once, instead of waiting as long.
     */
    KEY
}
