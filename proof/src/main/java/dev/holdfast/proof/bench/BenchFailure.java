package dev.holdfast.proof.bench;

/** Why nothing (more) can be measured; the message is for the person who asked. */
final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFailure(String message) {
        super(message);
    }

    BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
