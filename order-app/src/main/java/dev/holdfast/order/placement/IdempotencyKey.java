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

    /** Each character with a backslash before it, and the quotes. */
    private static final int LONGEST_QUOTED = 2 * LONGEST + 2;

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

    /** Measured first, and read in a loop: a pattern that repeats a choice needs stack for every character. */
    private static String unquoted(String text) {
        if (text.length() > LONGEST_QUOTED) {
            throw new InvalidRequestException(HEADER + " must have 1 to " + LONGEST + " characters");
        }
        int last = text.length() - 1;
        StringBuilder value = new StringBuilder();
        int i = 1;
        while (i < last && text.charAt(i) != '"') {
            if (text.charAt(i) == '\\') {
                i++;
                if (i == last || text.charAt(i) != '"' && text.charAt(i) != '\\') {
                    throw notQuoted();
                }
            }
            value.append(text.charAt(i));
            i++;
        }
        if (i != last || text.charAt(last) != '"') {
            throw notQuoted();
        }
        return value.toString();
    }

    private static InvalidRequestException notQuoted() {
        return new InvalidRequestException(HEADER + " begins with a quote and is not a quoted string");
    }
}
