package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.check.Schemas;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The SQL of the two services, each statement for one order; a test may edit it, and so make a mistake. */
final class Statements {
    private static final Pattern PARAMETER = Pattern.compile(":(\\w+)");
    private static final Map<String, String> OF_THE_PRODUCT = Map.ofEntries(
            Map.entry(
                    "claim",
                    """
                    INSERT INTO holdfast_order.orders
                           (order_no, buyer_id, idempotency_key, request_fingerprint, status, created_at, updated_at)
                    VALUES (:id, 'b1', :key, 'f', 'NEW', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                    """),
            Map.entry(
                    "claim-line",
                    """
                    INSERT INTO holdfast_order.order_line (order_no, store_id, sku_id, quantity)
                    VALUES (:id, 1, :sku, :quantity)
                    """),
            Map.entry(
                    "order-tried",
                    """
                    UPDATE holdfast_order.orders SET status = 'TRIED', xid = :xid, updated_at = UTC_TIMESTAMP(3)
                     WHERE order_no = :id AND status = 'NEW'
                    """),
            Map.entry(
                    "order-confirmed",
                    """
                    UPDATE holdfast_order.orders SET status = 'CONFIRMED', updated_at = UTC_TIMESTAMP(3)
                     WHERE order_no = :id AND status = 'TRIED' AND xid = :xid
                    """),
            Map.entry(
                    "order-cancelled",
                    """
                    UPDATE holdfast_order.orders
                       SET status = 'CANCELLED', xid = :xid, reason = 'rolled-back', updated_at = UTC_TIMESTAMP(3)
                     WHERE order_no = :id AND (status = 'NEW' OR (status = 'TRIED' AND xid = :xid))
                    """),
            Map.entry(
                    "reject",
                    """
                    UPDATE holdfast_order.orders
                       SET status = 'REJECTED', reason = :reason, refusal = :refusal, updated_at = UTC_TIMESTAMP(3)
                     WHERE order_no = :id AND status = 'NEW'
                    """),
            Map.entry(
                    "let-go",
                    """
                    UPDATE holdfast_order.orders
                       SET status = 'REJECTED', idempotency_key = NULL, reason = 'stock-unreachable',
                           updated_at = UTC_TIMESTAMP(3)
                     WHERE order_no = :id AND status = 'NEW'
                    """),
            Map.entry(
                    "reserve",
                    """
                    INSERT INTO holdfast_stock.stock_reservation (reservation_id, xid, state, created_at, updated_at)
                    VALUES (:id, :xid, 'TRIED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                    """),
            Map.entry(
                    "tombstone",
                    """
                    INSERT INTO holdfast_stock.stock_reservation (reservation_id, xid, state, created_at, updated_at)
                    VALUES (:id, :xid, 'CANCELLED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                    """),
            Map.entry(
                    "reserve-line",
                    """
                    INSERT INTO holdfast_stock.stock_reservation_line (reservation_id, store_id, sku_id, quantity)
                    VALUES (:id, 1, :sku, :quantity)
                    """),
            Map.entry(
                    "move",
                    """
                    UPDATE holdfast_stock.stock_reservation SET state = :to, updated_at = UTC_TIMESTAMP(3)
                     WHERE reservation_id = :id AND xid = :xid AND state = 'TRIED'
                    """),
            Map.entry(
                    "freeze",
                    """
                    UPDATE holdfast_stock.stock
                       SET available = available - :quantity, frozen = frozen + :quantity, updated_at = UTC_TIMESTAMP(3)
                     WHERE store_id = 1 AND sku_id = :sku AND available >= :quantity
                    """),
            Map.entry(
                    "sell",
                    """
                    UPDATE holdfast_stock.stock_reservation_line AS l
                      JOIN holdfast_stock.stock AS s ON s.store_id = l.store_id AND s.sku_id = l.sku_id
                       SET s.frozen = s.frozen - l.quantity, s.sold = s.sold + l.quantity, s.updated_at = UTC_TIMESTAMP(3)
                     WHERE l.reservation_id = :id AND s.frozen >= l.quantity
                    """),
            Map.entry(
                    "give-back",
                    """
                    UPDATE holdfast_stock.stock_reservation_line AS l
                      JOIN holdfast_stock.stock AS s ON s.store_id = l.store_id AND s.sku_id = l.sku_id
                       SET s.frozen = s.frozen - l.quantity, s.available = s.available + l.quantity,
                           s.updated_at = UTC_TIMESTAMP(3)
                     WHERE l.reservation_id = :id AND s.frozen >= l.quantity
                    """),
            Map.entry(
                    "lines",
                    """
                    SELECT COUNT(*) FROM holdfast_stock.stock_reservation_line WHERE reservation_id = :id
                    """),
            Map.entry(
                    "stands-under",
                    """
                    SELECT COUNT(*) FROM holdfast_stock.stock_reservation
                     WHERE reservation_id = :id AND xid = :xid AND state = :state
                    """),
            Map.entry(
                    "tried-under",
                    """
                    SELECT COUNT(*) FROM holdfast_order.orders
                     WHERE order_no = :id AND xid = :xid AND status IN ('TRIED', 'CONFIRMED')
                    """),
            Map.entry(
                    "key-of",
                    """
                    SELECT COUNT(*) FROM holdfast_order.orders WHERE buyer_id = 'b1' AND idempotency_key = :key
                    """));

    private final Map<String, String> statements = new HashMap<>();

    Statements(Schemas schemas) {
        OF_THE_PRODUCT.forEach((name, sql) -> statements.put(
                name,
                sql.replace("holdfast_order.", schemas.order() + ".")
                        .replace("holdfast_stock.", schemas.stock() + ".")));
    }

    /** Replaces a part of one statement, which must be there. */
    void edit(String name, String part, String by) {
        assertThat(statements.get(name)).contains(part);
        statements.put(name, statements.get(name).replace(part, by));
    }

    /** @param values name, value, name, value @return rows matched */
    int run(Connection connection, String name, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, name, values)) {
            return statement.executeUpdate();
        }
    }

    int count(Connection connection, String name, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, name, values);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private PreparedStatement prepared(Connection connection, String name, Object... values) throws SQLException {
        Map<String, Object> named = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            named.put((String) values[i], values[i + 1]);
        }
        List<Object> bound = new ArrayList<>();
        String query = PARAMETER.matcher(statements.get(name)).replaceAll(parameter -> {
            bound.add(named.get(parameter.group(1)));
            return "?";
        });
        PreparedStatement statement = connection.prepareStatement(query);
        for (int i = 0; i < bound.size(); i++) {
            statement.setObject(i + 1, bound.get(i));
        }
        return statement;
    }
}
