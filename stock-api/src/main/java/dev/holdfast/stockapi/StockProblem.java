package dev.holdfast.stockapi;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The problems stock-app answers with (RFC 9457): type, HTTP status, title. */
public enum StockProblem {
    INSUFFICIENT_STOCK(409, "Insufficient stock"),
    UNKNOWN_SKU(404, "Unknown SKU"),
    /** Try or Confirm after Cancel. */
    ALREADY_CANCELLED(409, "Already cancelled"),
    /** Cancel after Confirm. */
    ALREADY_CONFIRMED(409, "Already confirmed"),
    /** Confirm of what was never tried. */
    NOT_TRIED(409, "Nothing was tried"),
    /** The id belongs to another transaction (member {@code xid}), or was used with other content. */
    ID_REUSED(409, "Id reused"),
    INVALID_REQUEST(400, "Invalid request"),
    /** A read of a reservation that does not exist. */
    UNKNOWN_RESERVATION(404, "Unknown reservation"),
    /** Rows or connections were taken for too long; nothing was done. */
    STOCK_BUSY(503, "Stock is busy"),
    /** The database did not answer: whether it was done is not known, and the same request may be sent again. */
    OUTCOME_UNKNOWN(503, "Outcome unknown");

    private final URI type;
    private final int status;
    private final String title;

    StockProblem(int status, String title) {
        this.type = URI.create("urn:holdfast:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        this.status = status;
        this.title = title;
    }

    /** The problem of this type, if it is one of stock-app's. */
    static Optional<StockProblem> of(String type) {
        return Arrays.stream(values())
                .filter(problem -> problem.type.toString().equals(type))
                .findFirst();
    }

    public URI type() {
        return type;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
