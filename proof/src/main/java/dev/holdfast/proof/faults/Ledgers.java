package dev.holdfast.proof.faults;

import dev.holdfast.proof.check.CheckSettings;
import dev.holdfast.proof.check.Checker;
import dev.holdfast.proof.check.Report;
import dev.holdfast.proof.faults.Answers.Final;
import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the ledgers say. */
record Ledgers(Stack stack) {
    /** The gate's keeper comes by each second. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

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

    record Shelf(long total, long available, long frozen, long sold) {}

    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    /** All of them, as of now: what is in flight is broken too, unless Seata is at it. */
    Report check() throws InterruptedException {
        return Checker.check(CheckSettings.of(stack, Duration.ZERO, PATIENCE));
    }

    /** Final answers that the rows do not bear out. */
    List<String> notAsTold(Map<String, Final> finals) {
        return look(connection -> {
            List<String> found = new ArrayList<>();
            Set<String> without = new HashSet<>(finals.keySet());
            try (Statement statement = connection.createStatement()) {
                // One by one: those of hours do not fit into memory.
                statement.setFetchSize(Integer.MIN_VALUE);
                try (ResultSet row = statement.executeQuery(ORDERS)) {
                    while (row.next()) {
                        String key = row.getString(1);
                        if (without.remove(key) && !bears(row, finals.get(key))) {
                            found.add(told(key, finals.get(key)) + row.getString(2) + ": " + row.getString(3));
                        }
                    }
                }
            }
            without.forEach(key -> found.add(told(key, finals.get(key)) + "nothing: no order of this key"));
            return found;
        });
    }

    private static boolean bears(ResultSet row, Final said) throws SQLException {
        String status = row.getString(3);
        return row.getString(2).equals(said.orderNo())
                && (said.confirmed()
                        ? status.equals("CONFIRMED")
                        : Set.of("REJECTED", "CANCELLED").contains(status));
    }

    private static String told(String key, Final said) {
        return "I5: %s was told %s of order %s, but the row says ".formatted(key, said.label(), said.orderNo());
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

    private <T> T look(Look<T> look) {
        try (Connection connection = stack.rootConnection("")) {
            return look.at(connection);
        } catch (SQLException e) {
            throw new FaultFailure("the ledgers cannot be read: " + e.getMessage(), e);
        }
    }
}
