package dev.holdfast.stockapi;

/** A value that no request may have; the message says which and what is allowed. */
public class InvalidRequestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
