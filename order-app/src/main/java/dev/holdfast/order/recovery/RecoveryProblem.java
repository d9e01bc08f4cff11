package dev.holdfast.order.recovery;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Why a person cannot do what he wants to (RFC 9457): type, HTTP status, title. */
enum RecoveryProblem {
    UNKNOWN_ORDER(HttpStatus.NOT_FOUND, "Unknown order"),
    UNKNOWN_RESERVATION(HttpStatus.NOT_FOUND, "Unknown reservation"),
    ORDER_FINISHED(HttpStatus.CONFLICT, "Order is finished"),
    ORDER_NOT_TRIED(HttpStatus.CONFLICT, "Order was not tried"),
    /** Seata may still call a door: it has to end first. */
    SEATA_UNFINISHED(HttpStatus.CONFLICT, "Seata is not done with it"),
    ALREADY_CONFIRMED(HttpStatus.CONFLICT, "Already confirmed"),
    /** The cell that would decide is gone: only a person can, who knows from elsewhere what became of the units. */
    RESERVATION_REMOVED(HttpStatus.CONFLICT, "Reservation was removed"),
    ID_REUSED(HttpStatus.CONFLICT, "Id reused"),
    SEATA_UNANSWERED(HttpStatus.SERVICE_UNAVAILABLE, "Seata did not answer"),
    STOCK_UNANSWERED(HttpStatus.SERVICE_UNAVAILABLE, "Stock did not answer"),
    RECOVERY_BUSY(HttpStatus.SERVICE_UNAVAILABLE, "Too many at once");

    private final HttpStatus status;
    private final String title;

    RecoveryProblem(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    ErrorResponseException because(String detail) {
        return because(detail, Map.of());
    }

    ErrorResponseException because(String detail, Map<String, ?> members) {
        ProblemDetail document = ProblemDetail.forStatusAndDetail(status, detail);
        document.setType(
                URI.create("urn:holdfast:" + name().toLowerCase(Locale.ROOT).replace('_', '-')));
        document.setTitle(title);
        members.forEach(document::setProperty);
        return new ErrorResponseException(status, document, null);
    }
}
