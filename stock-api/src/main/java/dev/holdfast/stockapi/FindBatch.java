package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Body of a read of many reservations.
 *
 * @param reservationIds 1 to {@value TryBatch#MOST}
 */
public record FindBatch(@JsonProperty(required = true) List<String> reservationIds) {
    /** @throws InvalidRequestException if an id is not one, or there are no or too many */
    public FindBatch {
        TryBatch.checkSize("reservationIds", reservationIds);
        reservationIds.forEach(ReservationId::new);
    }
}
