package dev.holdfast.order.placement;

import dev.holdfast.stockapi.InvalidRequestException;
import java.util.List;

/**
 * The buyer's name for one wish to order (draft-ietf-httpapi-idempotency-key-header-07).
 *
 * @param value 1 to {@value #LONGEST} printable ASCII characters, not beginning or ending with a blank; case matters
 */
record IdempotencyKey(String value) {
    static final String HEADER = "Idempotency-Key";
    static final int LONGEST = 64;

    IdempotencyKey {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new InvalidRequestException(HEADER + " must have 1 to " + LONGEST + " characters");
        }
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new InvalidRequestException(HEADER + " must be of printable ASCII characters");
        }
        if (value.startsWith(" ") || value.endsWith(" ")) {
            // The database's collations pad: "a" and "a " would be one key.
            throw new InvalidRequestException(HEADER + " must not begin or end with a blank");
        }
    }

    /** Reads the header, quoted (a structured-field string) or not: {@code "a"} and {@code a} are the same key. */
    static IdempotencyKey of(List<String> headers) {
        if (headers == null || headers.size() != 1) {
            throw new InvalidRequestException("exactly one " + HEADER + " header is needed");
        }
        String text = headers.get(0).strip();
        return new IdempotencyKey(text.startsWith("\"") ? unquoted(text) : text);
    }

    private static String unquoted(String text) {
        if (!text.matches("\"(?:[^\"\\\\]|\\\\[\"\\\\])*\"") || text.length() < 2) {
            throw new InvalidRequestException(HEADER + " begins with a quote and is not a quoted string");
        }
        return text.substring(1, text.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
    }
}
