package dev.holdfast.stockapi;

/** The request was never sent: no instance, no connection. Nothing was done. */
public class StockUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StockUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
