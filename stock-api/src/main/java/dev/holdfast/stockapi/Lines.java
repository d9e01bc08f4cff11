package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The lines of one reservation: merged by stock row, in lock order. Two lists that want the same are equal. */
public final class Lines {
    /** The most lines one reservation may have, counted before merging. */
    public static final int MOST = 100;

    private final List<Line> merged;

    private Lines(List<Line> merged) {
        this.merged = merged;
    }

    /**
     * Merges lines of the same stock row and sorts them.
     *
     * @throws InvalidRequestException if there are none, more than {@value #MOST}, a null one, or a merged line asks
     *     for more than {@value Line#MOST_UNITS} units
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Lines of(Collection<Line> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            throw new InvalidRequestException("lines must have at least one line");
        }
        if (wanted.size() > MOST) {
            throw new InvalidRequestException("lines must have at most " + MOST + " lines, but has " + wanted.size());
        }
        if (wanted.stream().anyMatch(Objects::isNull)) {
            throw new InvalidRequestException("lines must not have a null line");
        }
        Map<StockKey, Integer> units = new TreeMap<>();
        // No overflow: 100 lines of at most 10,000 units.
        wanted.forEach(line -> units.merge(line.stock(), line.quantity(), Integer::sum));
        return new Lines(units.entrySet().stream()
                .map(sum -> new Line(sum.getKey().storeId(), sum.getKey().skuId(), sum.getValue()))
                .toList());
    }

    /** The merged lines in lock order; never empty, not modifiable. */
    @JsonValue
    public List<Line> asList() {
        return merged;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lines lines && merged.equals(lines.merged);
    }

    @Override
    public int hashCode() {
        return merged.hashCode();
    }

    @Override
    public String toString() {
        return merged.toString();
    }
}
