package dev.holdfast.stockapi;

/** What ids on the wire are made of: no blank, no control character, nothing a collation could fold. */
public final class VisibleAscii {
    private VisibleAscii() {}

    /** @throws InvalidRequestException naming {@code what} if {@code text} is missing, too long or has another character */
    public static String check(String what, String text, int longest) {
        if (text == null || text.isEmpty() || text.length() > longest) {
            throw new InvalidRequestException(what + " must have 1 to " + longest + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidRequestException(what + " must be of visible ASCII characters");
        }
        return text;
    }
}
