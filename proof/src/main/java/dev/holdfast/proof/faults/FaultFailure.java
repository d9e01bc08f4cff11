package dev.holdfast.proof.faults;

/** Why the run itself came to nothing; the message is for the person who asked. */
final class FaultFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FaultFailure(String message) {
        super(message);
    }

    FaultFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
