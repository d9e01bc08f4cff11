package dev.holdfast.proof.gatemodel;

/** What may go wrong in a world, at any time and as often as it can, if nothing else is said. */
enum Fault {
    /** A process dies between any two of its steps; a caller gives up, so that Cancel overtakes the Try. */
    CRASH,
    /** The Try's transaction fails, surely without effect or with an unknown one. */
    TRY_THROWS,
    /** The read of {@code available} fails. */
    LOOK_UP_FAILS,
    /** The keeper's lock is lost while its load is on the way. */
    LOCK_LOST,
    /** A script is executed twice in a row: the client repeated it, since the first answer was lost. */
    REDIS_DOUBLES,
    /** Redis executes a command later than its sender waits. */
    REDIS_LATE,
    /** Commands to Redis, or their answers, are lost. */
    REDIS_SILENT,
    /** A command is executed again at any later time. */
    REDIS_REPEATS,
    /** Redis loses all data; once. */
    REDIS_EMPTIED,
    /** Redis comes up with other, older data: any free count, any holders, any mark there ever was; once. Its clock goes on. */
    REDIS_GOES_BACK
}
