package dev.holdfast.proof.check;

import java.util.Map;

/**
 * A row that breaks an invariant.
 *
 * @param what in words, what is wrong with it
 * @param row column to value, in the order of the query; null where the cell is
 */
public record Finding(Invariant invariant, String what, Map<String, String> row) {
    @Override
    public String toString() {
        return invariant + ": " + what + ": " + Rows.text(row);
    }
}
