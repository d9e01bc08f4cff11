package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.StockKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stock-app says of one stock row on the channel: {@code sold-out 1:1001} or {@code back 1:1001}. */
record Mark(StockKey stock, boolean soldOut) {
    /** The channel, as stock-app's Lua files have it. */
    static final String CHANNEL = "holdfast:sold-out";

    private static final Pattern WORDS = Pattern.compile("(sold-out|back) (\\d{1,18}):(\\d{1,18})");

    /** Empty if the text is no mark: whoever may publish must not be able to do harm. */
    static Optional<Mark> of(String text) {
        Matcher words = WORDS.matcher(text);
        if (!words.matches()) {
            return Optional.empty();
        }
        long store = Long.parseLong(words.group(2));
        long sku = Long.parseLong(words.group(3));
        return store < 1 || sku < 1
                ? Optional.empty()
                : Optional.of(new Mark(new StockKey(store, sku), words.group(1).equals("sold-out")));
    }
}
