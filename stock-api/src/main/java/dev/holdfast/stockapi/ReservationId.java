package dev.holdfast.stockapi;

/**
 * Names one attempt to hold stock. It comes from the caller and is claimed once: a new attempt takes a new id.
 *
 * @param value 1 to {@value #LONGEST} visible ASCII characters; case matters
 */
public record ReservationId(String value) {
    /** The longest id that is taken. */
    public static final int LONGEST = 64;

    /** @throws InvalidRequestException if it is missing, too long, or has a character that is not visible ASCII */
    public ReservationId {
        VisibleAscii.check("reservationId", value, LONGEST);
    }

    @Override
    public String toString() {
        return value;
    }
}
