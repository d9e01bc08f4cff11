package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * Body of a Try of many reservations under one transaction; each holds all its lines or none, whatever becomes of the
 * others.
 *
 * @param xid the transaction that will own them, see {@link Xid}
 * @param reservations 1 to {@value #MOST}, first come, first served
 */
public record TryBatch(
        @JsonProperty(required = true) String xid, @JsonProperty(required = true) List<Wanted> reservations) {
    /** The most reservations one request may name. */
    public static final int MOST = 200;

    /** One reservation of the batch. */
    public record Wanted(
            @JsonProperty(required = true) String reservationId, @JsonProperty(required = true) Lines lines) {
        /** @throws InvalidRequestException if the id is not one, or lines are missing */
        public Wanted {
            new ReservationId(reservationId);
            if (lines == null) {
                throw new InvalidRequestException("lines must have at least one line");
            }
        }
    }

    /** @throws InvalidRequestException if the xid is not one, or there are no, too many, or null reservations */
    public TryBatch {
        Xid.check(xid);
        checkSize("reservations", reservations);
    }

    static void checkSize(String what, List<?> list) {
        // Not contains(null): a list made by List.of throws on the question.
        if (list == null
                || list.isEmpty()
                || list.size() > MOST
                || list.stream().anyMatch(Objects::isNull)) {
            throw new InvalidRequestException(what + " must have 1 to " + MOST + " entries");
        }
    }
}
