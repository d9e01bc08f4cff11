package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** So many units of one stock row, for one reservation or for many. */
public record Units(StockKey stock, long units) {
    /** The sum of {@code lines} per stock row, in lock order. */
    public static List<Units> of(Stream<Line> lines) {
        Map<StockKey, Long> sums = new TreeMap<>();
        lines.forEach(line -> sums.merge(line.stock(), (long) line.quantity(), Long::sum));
        return sums.entrySet().stream()
                .map(sum -> new Units(sum.getKey(), sum.getValue()))
                .toList();
    }
}
