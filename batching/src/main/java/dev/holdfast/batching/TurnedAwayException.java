package dev.holdfast.batching;

/** The queue is full, or the batcher is closed: nothing was done, and nothing is kept. Try again later. */
public class TurnedAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TurnedAwayException(String message) {
        // No stack trace: under a flash sale this is ordinary.
        super(message, null, false, false);
    }
}
