package dev.holdfast.stockapi;

/** The request may have been sent, and no usable answer came back: whether it was done is not known. */
public class StockUnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StockUnansweredException(String message, Throwable cause) {
        super(message, cause);
    }
}
