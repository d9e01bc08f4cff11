package dev.holdfast.proof.faults;

import dev.holdfast.proof.check.Invariants;
import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the ledgers say when it is over. Nobody else here knows which checker is asked. */
record Ledgers(Stack stack) {
    /** Of orders that still hold their key. */
    private static final String ORDERS =
            """
            SELECT idempotency_key, order_no, status
              FROM holdfast_order.orders
             WHERE idempotency_key IS NOT NULL
            """;

    private static final String SHELF =
            """
            SELECT total, available, frozen, sold
              FROM holdfast_stock.stock
             WHERE store_id = 1 AND sku_id = ?
            """;

    private record Row(String orderNo, String status) {}

    record Shelf(long total, long available, long frozen, long sold) {}

    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    /** Orders and reservations without an outcome. */
    List<String> open() {
        return look(Invariants::stillOpen);
    }

    /** What is broken beside what is only open. */
    List<String> broken() {
        List<String> open = open();
        return look(Invariants::brokenOnceQuiet).stream()
                .filter(found -> !open.contains(found))
                .toList();
    }

    /** Final answers that the rows do not bear out. */
    List<String> notAsTold(Map<String, Answers.Final> finals) {
        Map<String, Row> rows = look(Ledgers::orders);
        List<String> found = new ArrayList<>();
        finals.forEach((key, said) -> {
            Row row = rows.get(key);
            String status = row == null ? "no order of this key" : row.status();
            boolean asTold = row != null
                    && row.orderNo().equals(said.orderNo())
                    && (said.confirmed()
                            ? status.equals("CONFIRMED")
                            : Set.of("REJECTED", "CANCELLED").contains(status));
            if (!asTold) {
                found.add("I5: %s was told %s of order %s, but the row says %s: %s"
                        .formatted(key, said.label(), said.orderNo(), row == null ? "nothing" : row.orderNo(), status));
            }
        });
        return found;
    }

    Shelf shelf(long sku) {
        return look(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SHELF)) {
                statement.setLong(1, sku);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new Shelf(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
                }
            }
        });
    }

    private static Map<String, Row> orders(Connection connection) throws SQLException {
        Map<String, Row> orders = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ORDERS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                orders.put(rows.getString(1), new Row(rows.getString(2), rows.getString(3)));
            }
        }
        return orders;
    }

    private <T> T look(Look<T> look) {
        try (Connection connection = stack.rootConnection("")) {
            return look.at(connection);
        } catch (SQLException e) {
            throw new FaultFailure("the ledgers cannot be read: " + e.getMessage(), e);
        }
    }
}
