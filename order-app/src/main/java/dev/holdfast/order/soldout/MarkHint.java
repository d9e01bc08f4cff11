package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.StockKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of the channel: {@code sold-out 1:1001}, there may be a mark of that row, or {@code back 1:1001}, there is none
 * any more. It proves nothing: what refuses an order is the mark itself, for which Redis is asked.
 */
record MarkHint(StockKey stock, boolean soldOut) {
    /** The channel, as stock-app's Lua files have it. */
    static final String CHANNEL = "holdfast:sold-out";

    private static final Pattern WORDS = Pattern.compile("(sold-out|back) (\\d{1,19}):(\\d{1,19})");

    /** Empty if the text is no such message: whatever is published must not be able to do harm. */
    static Optional<MarkHint> parse(String text) {
        Matcher words = WORDS.matcher(text);
        if (!words.matches()) {
            return Optional.empty();
        }
        try {
            long store = Long.parseLong(words.group(2));
            long sku = Long.parseLong(words.group(3));
            return store < 1 || sku < 1
                    ? Optional.empty()
                    : Optional.of(new MarkHint(
                            new StockKey(store, sku), words.group(1).equals("sold-out")));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }
}
