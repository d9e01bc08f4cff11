package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.toSet;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Lines;
import java.util.Set;

/** One Try. */
record Attempt(String id, String xid, Lines lines) {
    /** The rows it locks: its own and those of the stock it wants. */
    Set<Object> needs() {
        Set<Object> rows = lines.asList().stream().map(Line::stock).collect(toSet());
        rows.add(id);
        return rows;
    }
}
