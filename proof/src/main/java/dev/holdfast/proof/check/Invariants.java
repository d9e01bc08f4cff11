package dev.holdfast.proof.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * I1 to I3 of a system that is the reader's own, from the two databases and from nothing else: for tests and measurements,
 * which know when it is quiet. It needs a connection that may read both databases.
 */
public final class Invariants {
    private static final Rule STILL_OPEN = new Rule(
            Invariant.I3,
            "still open",
            """
            SELECT o.order_no, o.status, COALESCE(r.state, 'ABSENT') AS state
              FROM holdfast_order.orders AS o
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
             WHERE o.status IN ('NEW', 'TRIED') OR r.state = 'TRIED'
            """);

    /** True at every instant; I2 is read in one statement, so it is true there too. */
    private static final List<Rule> ALWAYS = List.of(
            StockRules.ROW_DOES_NOT_ADD_UP,
            StockRules.ROW_IS_NOT_THE_SUM_OF_ITS_RESERVATIONS,
            StockRules.LINE_WITHOUT_A_RESERVATION_OR_A_STOCK_ROW);

    private static final List<Rule> ONCE_QUIET = List.of(
            OrderRules.CONFIRMED_WITHOUT_ITS_STOCK,
            OrderRules.SOLD_BUT_NOT_TRIED,
            OrderRules.OTHER_LINES_THAN_RESERVED,
            STILL_OPEN);

    private Invariants() {}

    /** What is broken of I1 and I2 now; empty if nothing is. */
    public static List<String> brokenNow(Connection connection) throws SQLException {
        return broken(connection, ALWAYS);
    }

    /** Orders and reservations whose outcome is still open; empty once quiet. */
    public static List<String> stillOpen(Connection connection) throws SQLException {
        return broken(connection, List.of(STILL_OPEN));
    }

    /** What is broken of I1, I2 and I3; to be asked once quiet. */
    public static List<String> brokenOnceQuiet(Connection connection) throws SQLException {
        List<String> found = brokenNow(connection);
        found.addAll(broken(connection, ONCE_QUIET));
        return found;
    }

    private static List<String> broken(Connection connection, List<Rule> rules) throws SQLException {
        Tables tables = Tables.of(connection, Schemas.DEFAULT);
        List<String> found = new ArrayList<>();
        for (Rule rule : rules) {
            for (Map<String, String> row : Rows.of(connection, rule.sql(tables, Duration.ZERO))) {
                found.add(new Finding(rule.invariant(), rule.what(), row).toString());
            }
        }
        return found;
    }
}
