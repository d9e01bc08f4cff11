package dev.holdfast.order.recovery;

import dev.holdfast.stockapi.InvalidRequestException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A place in a list that is sorted by time, then by id: behind the one that is named.
 *
 * @param id may be empty
 */
record Place(Instant time, String id) {
    /** Before all of them; within what a TIMESTAMP column can be compared with. */
    static final Place START = new Place(Instant.parse("1971-01-01T00:00:00Z"), "");

    private static final char BETWEEN = '_';

    /**
     * Reads what {@link #toString} gave.
     *
     * @throws InvalidRequestException if it did not
     */
    static Place of(String name, String text) {
        if (text == null) {
            return START;
        }
        int between = text.indexOf(BETWEEN);
        try {
            return new Place(Instant.parse(text.substring(0, Math.max(0, between))), text.substring(between + 1));
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException(name + " must be what an earlier answer gave as next");
        }
    }

    @Override
    public String toString() {
        return time.toString() + BETWEEN + id;
    }
}
