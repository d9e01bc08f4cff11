package dev.holdfast.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Checks the promise (DESIGN, invariants I1 to I3) from the two databases and from nothing else. Each query finds what
 * must not be: a row it returns is a broken promise. It needs a connection that may read both databases.
 */
public final class Invariants {
    private static final String I1_STOCK_ROW_DOES_NOT_ADD_UP =
            """
            SELECT 'I1' AS broken, store_id, sku_id, total, available, frozen, sold
              FROM holdfast_stock.stock
             WHERE available < 0 OR frozen < 0 OR sold < 0 OR total <> available + frozen + sold
            """;

    private static final String I2_STOCK_ROW_IS_NOT_THE_SUM_OF_ITS_RESERVATIONS =
            """
            SELECT 'I2' AS broken, s.store_id, s.sku_id, s.frozen, s.sold, held.tried, held.confirmed, closed.sold AS closed
              FROM holdfast_stock.stock AS s
              LEFT JOIN holdfast_stock.stock_closed AS closed
                ON closed.store_id = s.store_id AND closed.sku_id = s.sku_id
              LEFT JOIN (SELECT l.store_id, l.sku_id,
                                SUM(CASE r.state WHEN 'TRIED'     THEN l.quantity ELSE 0 END) AS tried,
                                SUM(CASE r.state WHEN 'CONFIRMED' THEN l.quantity ELSE 0 END) AS confirmed
                           FROM holdfast_stock.stock_reservation_line AS l
                           JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = l.reservation_id
                          GROUP BY l.store_id, l.sku_id) AS held
                ON held.store_id = s.store_id AND held.sku_id = s.sku_id
             WHERE s.frozen <> COALESCE(held.tried, 0) OR s.sold <> COALESCE(held.confirmed, 0) + COALESCE(closed.sold, 0)
            """;

    private static final String I2_LINES_WITHOUT_A_RESERVATION_OR_A_STOCK_ROW =
            """
            SELECT 'I2' AS broken, l.reservation_id, l.store_id, l.sku_id, l.quantity
              FROM holdfast_stock.stock_reservation_line AS l
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = l.reservation_id
              LEFT JOIN holdfast_stock.stock AS s ON s.store_id = l.store_id AND s.sku_id = l.sku_id
             WHERE r.reservation_id IS NULL OR s.sku_id IS NULL
            """;

    private static final String I3_ORDER_AND_RESERVATION_DISAGREE =
            """
            SELECT 'I3' AS broken, o.order_no, o.status, o.xid AS order_xid, r.state, r.xid AS reservation_xid
              FROM holdfast_order.orders AS o
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
             WHERE (o.status = 'CONFIRMED') <> (COALESCE(r.state, 'ABSENT') = 'CONFIRMED')
                OR (o.status = 'CONFIRMED' AND o.xid <> r.xid)
            """;

    private static final String I3_CONFIRMED_ORDER_AND_ITS_RESERVATION_HAVE_OTHER_LINES =
            """
            SELECT 'I3' AS broken, o.order_no, ol.store_id, ol.sku_id, ol.quantity AS ordered, rl.quantity AS reserved
              FROM holdfast_order.orders AS o
              JOIN holdfast_order.order_line AS ol ON ol.order_no = o.order_no
              LEFT JOIN holdfast_stock.stock_reservation_line AS rl
                ON rl.reservation_id = ol.order_no AND rl.store_id = ol.store_id AND rl.sku_id = ol.sku_id
             WHERE o.status = 'CONFIRMED' AND COALESCE(rl.quantity, 0) <> ol.quantity
            """;

    private static final String STILL_OPEN =
            """
            SELECT 'open' AS broken, o.order_no, o.status, COALESCE(r.state, 'ABSENT') AS state
              FROM holdfast_order.orders AS o
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
             WHERE o.status IN ('NEW', 'TRIED') OR r.state = 'TRIED'
            """;

    /** True at every instant; I2 is read in one statement, so it is true there too. */
    private static final List<String> ALWAYS = List.of(
            I1_STOCK_ROW_DOES_NOT_ADD_UP,
            I2_STOCK_ROW_IS_NOT_THE_SUM_OF_ITS_RESERVATIONS,
            I2_LINES_WITHOUT_A_RESERVATION_OR_A_STOCK_ROW);

    private static final List<String> ONCE_QUIET = List.of(
            I3_ORDER_AND_RESERVATION_DISAGREE, I3_CONFIRMED_ORDER_AND_ITS_RESERVATION_HAVE_OTHER_LINES, STILL_OPEN);

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

    private static List<String> broken(Connection connection, List<String> queries) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String query : queries) {
            try (PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(told(rows));
                }
            }
        }
        return found;
    }

    private static String told(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        StringJoiner text = new StringJoiner(", ");
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            text.add(columns.getColumnLabel(i) + "=" + row.getString(i));
        }
        return text.toString();
    }
}
