package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Body of a Confirm or a Cancel of many reservations of one transaction.
 *
 * @param xid the transaction that asks, see {@link Xid}
 * @param reservationIds 1 to {@value TryBatch#MOST}
 */
public record SettleBatch(
        @JsonProperty(required = true) String xid, @JsonProperty(required = true) List<String> reservationIds) {
    /** @throws InvalidRequestException if the xid or an id is not one, or there are no or too many ids */
    public SettleBatch {
        Xid.check(xid);
        TryBatch.checkSize("reservationIds", reservationIds);
        reservationIds.forEach(ReservationId::new);
    }
}
