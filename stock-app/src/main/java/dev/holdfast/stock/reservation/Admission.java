package dev.holdfast.stock.reservation;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who gets what is there: first come, first served, all lines or none. One that wants more than is left does not stop the
 * smaller ones behind it.
 */
final class Admission {
    private final Map<StockKey, Long> left;

    /** @param available units of each row; a row that is not named does not exist */
    Admission(Map<StockKey, Long> available) {
        left = new HashMap<>(available);
    }

    /** @return why it is not admitted; empty if it is, and its units are no longer there for the next */
    Optional<Outcome> refuse(List<Line> lines) {
        List<StockKey> unknown = lines.stream()
                .map(Line::stock)
                .filter(key -> !left.containsKey(key))
                .toList();
        if (!unknown.isEmpty()) {
            return Optional.of(new Outcome.UnknownSku(unknown));
        }
        List<Shortage> shortages = new ArrayList<>();
        for (Line line : lines) {
            long available = left.get(line.stock());
            if (available < line.quantity()) {
                shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), available));
            }
        }
        if (!shortages.isEmpty()) {
            return Optional.of(new Outcome.Insufficient(shortages));
        }
        lines.forEach(line -> left.merge(line.stock(), -(long) line.quantity(), Long::sum));
        return Optional.empty();
    }
}
