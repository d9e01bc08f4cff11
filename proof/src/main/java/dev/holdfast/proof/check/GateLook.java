package dev.holdfast.proof.check;

import dev.holdfast.proof.check.Gate.Count;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares rows of the gate with the database's without locking anything: the stock row is read before and after Redis and
 * the reservations are. A reservation becomes TRIED, CONFIRMED, or CANCELLED after TRIED, only together with its stock row
 * (see RowRepair in stock-app); so if that is the same both times, all three were read as of one instant.
 */
final class GateLook {
    private static final int ATTEMPTS = 5;
    private static final int CHUNK = 500;

    private final Connection connection;
    private final Schemas schemas;
    private final Gate gate;

    GateLook(Connection connection, Schemas schemas, Gate gate) {
        this.connection = connection;
        this.schemas = schemas;
        this.gate = gate;
    }

    /** One stock row, as far as it tells whether anything moved. */
    private record StockRow(long available, String everything) {}

    /** @return empty if the row moved whenever it was looked at */
    Optional<GateSample> sample(String row) throws SQLException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StockRow before = stockRow(row);
            Count count = gate.count(row);
            Map<String, String> states = states(List.copyOf(count.holders().keySet()));
            if (before.equals(stockRow(row))) {
                return Optional.of(new GateSample(row, before.available(), count, states));
            }
        }
        return Optional.empty();
    }

    /** A row that there is not has nothing available. */
    private StockRow stockRow(String row) throws SQLException {
        String[] key = row.split(":");
        List<Map<String, String>> found = Rows.of(
                connection,
                schemas.in(
                        "SELECT available, total, frozen, sold, updated_at FROM holdfast_stock.stock WHERE store_id = "
                                + Long.parseLong(key[0]) + " AND sku_id = " + Long.parseLong(key[1])));
        return found.isEmpty()
                ? new StockRow(0, "")
                : new StockRow(
                        Long.parseLong(found.get(0).get("available")),
                        found.get(0).toString());
    }

    private Map<String, String> states(List<String> ids) throws SQLException {
        Map<String, String> states = new HashMap<>();
        for (int i = 0; i < ids.size(); i += CHUNK) {
            chunk(ids.subList(i, Math.min(i + CHUNK, ids.size())), states);
        }
        return states;
    }

    private void chunk(List<String> ids, Map<String, String> states) throws SQLException {
        String query = schemas.in(
                "SELECT reservation_id, state FROM holdfast_stock.stock_reservation WHERE reservation_id IN ("
                        + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")");
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < ids.size(); i++) {
                statement.setString(i + 1, ids.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    states.put(row.getString(1), row.getString(2));
                }
            }
        }
    }
}
