package dev.holdfast.proof.gatemodel;

/** What the gate's protocol consists of. Each part can be dropped: the model then does what the part forbids. */
enum Part {
    // Try.
    /** Stock moves only {@code WHERE available >= quantity}. */
    DATABASE_GUARDS_THE_ROW,
    /** The gate's "short" is final only if {@code available}, read in the database, is short too. */
    GATE_REFUSAL_IS_LOOKED_UP,
    /** That read is of now: what an earlier read found does not count. */
    LOOK_UP_READS_NOW,
    /** If that read fails the answer is 503, which is not final. */
    FAILED_LOOK_UP_IS_NOT_FINAL,
    /** Not loaded, or no answer in time: the database decides. */
    NO_ANSWER_IS_NO_REFUSAL,
    /** Short at the gate and not short in the database: the Try takes by force before it goes on. */
    NOT_SHORT_TAKES_BY_FORCE,
    /** A take by force may bring free below zero. */
    FORCE_DOES_NOT_CLAMP,
    /** A take is keyed by its reservation: asked twice it takes once. */
    TAKE_IS_KEYED,

    // What becomes of a take.
    /** A Try that the database refuses gives back. */
    REFUSED_TRY_GIVES_BACK,
    /** A Try that threw and surely holds nothing gives back. */
    THROWN_TRY_GIVES_BACK,
    /** A Try that threw and is tried again, alone, gives nothing back in between: the command could overtake its next take. */
    TRIED_AGAIN_GIVES_NOTHING_BACK,
    /** A Try that may hold units gives nothing back. */
    UNCERTAIN_TRY_GIVES_NOTHING_BACK,
    /** Cancel gives back. */
    CANCEL_GIVES_BACK,
    /** Units are given back on the edge from held to released only. */
    GIVE_BACK_ON_THE_EDGE,
    /** Confirm removes the holder, and nothing becomes free. */
    CONFIRM_SETTLES,

    // Keeper.
    /** There is a keeper. */
    KEEPER_LOADS,
    /** It holds the row's lock in the database from before it reads the holders until its load is executed. */
    KEEPER_LOCKS_THE_ROW,
    /** A load that comes after that lock was lost is refused. */
    LATE_LOAD_IS_REFUSED,
    /** free = available - units of the holders that the database does not know. */
    LOAD_SUBTRACTS_UNKNOWN_HOLDERS,
    /** Units of holders that are TRIED are in available already: they are not subtracted again. */
    LOAD_COUNTS_TRIED_UNITS_ONCE,
    /** A load may set free below zero. */
    LOAD_DOES_NOT_CLAMP,
    /** Holders that stay unknown to the database are forgotten. */
    UNKNOWN_HOLDERS_ARE_FORGOTTEN,
    /** ... only after a time by which their Try is surely over. */
    HOLDERS_ARE_NOT_FORGOTTEN_EARLY,

    // Marks.
    /** A mark is written only after the database said {@code available = 0}; free at the gate does not count. */
    MARK_NEEDS_THE_DATABASE,
    /** Redis' time is read first, then the database. */
    TIME_IS_READ_BEFORE_THE_DATABASE,
    /** A mark has an end. */
    MARK_HAS_AN_END,
    /** That end is the time that was read plus one lease, however late the mark is written. */
    END_COUNTS_FROM_THE_TIME_READ,
    /** A mark is renewed only by reading time and database again. */
    RENEWAL_READS_AGAIN,
    /** order-app counts what is left of a mark from when it asked, not from when it heard. */
    REST_COUNTS_FROM_ASKING,
    /** A message that a row is sold out extends no mark. */
    HEARING_EXTENDS_NOTHING,
    /** The script that makes units free again (give back, load) deletes the mark. */
    RETURN_DELETES_THE_MARK
}
