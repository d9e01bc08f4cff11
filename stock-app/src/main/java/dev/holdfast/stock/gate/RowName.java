package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.StockKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stock row as it is written in keys, messages and settings: {@code storeId:skuId}, each 1 to 2^63 - 1. */
final class RowName {
    /** 2^63 - 1 has 19 digits; what of them is larger is refused when it is read as a number. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,19}):(\\d{1,19})");

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
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + name + "': an id must be " + Long.MAX_VALUE + " or less", e);
        }
    }

    /** The row of which {@link #of} makes exactly this; empty if there is none, as for what was not written by this app. */
    static Optional<StockKey> read(String name) {
        try {
            return Optional.of(parse(name)).filter(row -> of(row).equals(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
