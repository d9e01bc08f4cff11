package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.StockKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stock row as it is written in keys, messages and settings: {@code storeId:skuId}. */
final class RowName {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,18})");

    private RowName() {}

    static String of(StockKey row) {
        return row.storeId() + ":" + row.skuId();
    }

    /** @throws IllegalArgumentException if it is none */
    static StockKey parse(String name) {
        Matcher parts = FORM.matcher(name.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + name + "' is not of the form storeId:skuId");
        }
        try {
            return new StockKey(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
        } catch (InvalidRequestException e) {
            throw new IllegalArgumentException("'" + name + "': " + e.getMessage(), e);
        }
    }
}
