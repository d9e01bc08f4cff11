package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Body of a Try.
 *
 * @param xid the transaction that will own the reservation, see {@link Xid}
 */
public record TryRequest(@JsonProperty(required = true) String xid, @JsonProperty(required = true) Lines lines) {
    /** @throws InvalidRequestException if the xid is not one, or lines are missing */
    public TryRequest {
        Xid.check(xid);
        if (lines == null) {
            throw new InvalidRequestException("lines must have at least one line");
        }
    }
}
