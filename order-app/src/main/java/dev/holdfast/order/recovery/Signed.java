package dev.holdfast.order.recovery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.stockapi.InvalidRequestException;

/**
 * Who acts by hand, and why.
 *
 * @param by 1 to {@value #LONGEST_BY} characters
 * @param why 1 to {@value #LONGEST_WHY} characters
 */
record Signed(@JsonProperty(required = true) String by, @JsonProperty(required = true) String why) {
    static final int LONGEST_BY = 64;
    static final int LONGEST_WHY = 500;

    /** @throws InvalidRequestException if one is missing, blank or too long, or has a control character */
    Signed {
        check("by", by, LONGEST_BY);
        check("why", why, LONGEST_WHY);
    }

    private static void check(String what, String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new InvalidRequestException(what + " must have 1 to " + longest + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(what + " must be plain text");
        }
    }
}
