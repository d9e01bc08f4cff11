package dev.holdfast.proof.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the two databases say at one instant: everything is read from one consistent snapshot.
 *
 * @param now by the database's clock
 * @param broken what is wrong at any instant
 * @param open what is wrong if it stays so and nobody works on it
 * @param notYetDue what is open for less than the grace
 * @param read rows by what they are
 */
record DatabaseLook(
        Instant now, List<Finding> broken, List<Finding> open, List<Finding> notYetDue, Map<String, Long> read) {
    private static final List<Rule> RULES = Stream.concat(StockRules.ALL.stream(), OrderRules.ALL.stream())
            .sorted((one, other) -> one.invariant().compareTo(other.invariant()))
            .toList();

    /** An order or a reservation that is open is told by one of these. */
    private static final List<Rule> OPEN = List.of(OrderRules.LEFT_OPEN, StockRules.RESERVATION_IS_LEFT_TRIED);

    private static final Map<String, String> COUNTED = counted();

    private static Map<String, String> counted() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("stock rows", "holdfast_stock.stock");
        tables.put("reservations", "holdfast_stock.stock_reservation");
        tables.put("orders", "holdfast_order.orders");
        return tables;
    }

    static DatabaseLook at(Connection connection, Schemas schemas, Duration grace) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            DatabaseLook look = read(connection, schemas, grace);
            statement.execute("ROLLBACK");
            return look;
        }
    }

    private static DatabaseLook read(Connection connection, Schemas schemas, Duration grace) throws SQLException {
        Tables tables = Tables.of(connection, schemas);
        List<Finding> broken = new ArrayList<>();
        List<Finding> open = new ArrayList<>();
        for (Rule rule : RULES) {
            (rule.allowsInFlight() ? open : broken).addAll(findings(connection, rule, tables, grace));
        }
        List<Finding> notYetDue = new ArrayList<>();
        for (Rule rule : OPEN) {
            notYetDue.addAll(findings(connection, rule, tables, Duration.ZERO));
        }
        notYetDue.removeAll(Set.copyOf(open));
        Map<String, Long> read = new LinkedHashMap<>();
        for (Map.Entry<String, String> table : COUNTED.entrySet()) {
            read.put(table.getKey(), number(connection, schemas.in("SELECT COUNT(*) AS n FROM " + table.getValue())));
        }
        long millis = number(connection, "SELECT FLOOR(UNIX_TIMESTAMP(NOW(3)) * 1000) AS n");
        return new DatabaseLook(Instant.ofEpochMilli(millis), broken, open, notYetDue, read);
    }

    private static List<Finding> findings(Connection connection, Rule rule, Tables tables, Duration grace)
            throws SQLException {
        return Rows.of(connection, rule.sql(tables, grace)).stream()
                .map(row -> new Finding(rule.invariant(), rule.what(), row))
                .toList();
    }

    private static long number(Connection connection, String query) throws SQLException {
        return Long.parseLong(Rows.of(connection, query).get(0).get("n"));
    }
}
