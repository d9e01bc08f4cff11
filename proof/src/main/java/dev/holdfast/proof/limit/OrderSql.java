package dev.holdfast.proof.limit;

import java.util.Collections;

/** The statements of the five local transactions of an order, for so many orders at once. */
final class OrderSql {
    private OrderSql() {}

    static String claim(int orders) {
        return "INSERT INTO orders (order_no, buyer_id, idempotency_key, request_fingerprint, status, created_at, updated_at)"
                + " VALUES "
                + repeated("(?, 'limit', ?, ?, 'NEW', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))", orders);
    }

    static String orderLines(int orders) {
        return "INSERT INTO order_line (order_no, store_id, sku_id, quantity) VALUES "
                + repeated("(?, 1, ?, 1)", orders);
    }

    static String reserve(int orders) {
        return "INSERT INTO stock_reservation (reservation_id, xid, state, created_at, updated_at) VALUES "
                + repeated("(?, ?, 'TRIED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))", orders);
    }

    static String reservationLines(int orders) {
        return "INSERT INTO stock_reservation_line (reservation_id, store_id, sku_id, quantity) VALUES "
                + repeated("(?, 1, ?, 1)", orders);
    }

    /** One row: quantity, SKU, quantity. */
    static String freezeOne() {
        return """
               UPDATE stock
                  SET available = available - ?, frozen = frozen + ?, updated_at = UTC_TIMESTAMP(3)
                WHERE store_id = 1 AND sku_id = ? AND available >= ?
               """;
    }

    static String sellOne() {
        return """
               UPDATE stock
                  SET frozen = frozen - ?, sold = sold + ?, updated_at = UTC_TIMESTAMP(3)
                WHERE store_id = 1 AND sku_id = ? AND frozen >= ?
               """;
    }

    /** Many rows, each with its quantity; the wishes come in the order of their SKUs, and so do the locks. */
    static String freezeMany(int rows) {
        return """
               UPDATE (%s) AS want
               STRAIGHT_JOIN stock ON stock.store_id = 1 AND stock.sku_id = want.sku_id
                  SET available = available - want.quantity, frozen = frozen + want.quantity,
                      updated_at = UTC_TIMESTAMP(3)
                WHERE available >= want.quantity
               """
                .formatted(wishes(rows));
    }

    static String sellMany(int rows) {
        return """
               UPDATE (%s) AS want
               STRAIGHT_JOIN stock ON stock.store_id = 1 AND stock.sku_id = want.sku_id
                  SET frozen = frozen - want.quantity, sold = sold + want.quantity, updated_at = UTC_TIMESTAMP(3)
                WHERE frozen >= want.quantity
               """
                .formatted(wishes(rows));
    }

    static String tried(int orders) {
        return "UPDATE orders SET status = 'TRIED', xid = ?, updated_at = UTC_TIMESTAMP(3) WHERE status = 'NEW' AND order_no IN ("
                + repeated("?", orders) + ")";
    }

    static String confirmReservations(int orders) {
        return "UPDATE stock_reservation SET state = 'CONFIRMED', updated_at = UTC_TIMESTAMP(3)"
                + " WHERE xid = ? AND state = 'TRIED' AND reservation_id IN (" + repeated("?", orders) + ")";
    }

    static String confirmOrders(int orders) {
        return "UPDATE orders SET status = 'CONFIRMED', updated_at = UTC_TIMESTAMP(3)"
                + " WHERE xid = ? AND status = 'TRIED' AND order_no IN (" + repeated("?", orders) + ")";
    }

    private static String wishes(int rows) {
        return "SELECT CAST(? AS SIGNED) AS sku_id, CAST(? AS SIGNED) AS quantity"
                + " UNION ALL SELECT ?, ?".repeat(rows - 1);
    }

    private static String repeated(String one, int times) {
        return String.join(", ", Collections.nCopies(times, one));
    }
}
