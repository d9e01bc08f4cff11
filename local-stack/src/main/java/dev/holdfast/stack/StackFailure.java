package dev.holdfast.stack;

/** The stack or one of its servers did not come up; the message is for the person who started it. */
public class StackFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
