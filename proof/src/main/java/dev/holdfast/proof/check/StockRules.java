package dev.holdfast.proof.check;

import java.util.List;

/** What must not be in stock-app's tables. */
final class StockRules {
    static final Rule ROW_DOES_NOT_ADD_UP = new Rule(
            Invariant.I1,
            "a stock row that does not add up",
            """
            SELECT store_id, sku_id, total, available, frozen, sold
              FROM holdfast_stock.stock
             WHERE available < 0 OR frozen < 0 OR sold < 0 OR total <> available + frozen + sold
            """);

    /** Closed is what reservations have sold that are removed by now. */
    static final Rule ROW_IS_NOT_THE_SUM_OF_ITS_RESERVATIONS = new Rule(
            Invariant.I2,
            "a stock row that is not the sum of its reservations",
            """
            SELECT s.store_id, s.sku_id, s.frozen, COALESCE(held.tried, 0) AS tried,
                   s.sold, COALESCE(held.confirmed, 0) AS confirmed, COALESCE(closed.sold, 0) AS closed
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
             WHERE s.frozen <> COALESCE(held.tried, 0)
                OR s.sold <> COALESCE(held.confirmed, 0) + COALESCE(closed.sold, 0)
            """);

    static final Rule LINE_WITHOUT_A_RESERVATION_OR_A_STOCK_ROW = new Rule(
            Invariant.I2,
            "a reserved line without its reservation or its stock row",
            """
            SELECT l.reservation_id, l.store_id, l.sku_id, l.quantity
              FROM holdfast_stock.stock_reservation_line AS l
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = l.reservation_id
              LEFT JOIN holdfast_stock.stock AS s ON s.store_id = l.store_id AND s.sku_id = l.sku_id
             WHERE r.reservation_id IS NULL OR s.sku_id IS NULL
            """);

    static final Rule RESERVATION_OF_NOTHING = new Rule(
            Invariant.I2,
            "a reservation that holds or has sold nothing",
            """
            SELECT r.reservation_id, r.xid, r.state
              FROM holdfast_stock.stock_reservation AS r
              LEFT JOIN holdfast_stock.stock_reservation_line AS l ON l.reservation_id = r.reservation_id
             WHERE r.state <> 'CANCELLED' AND l.reservation_id IS NULL
            """);

    /** Whatever its order says, absent too; one that is open itself is told of there. */
    static final Rule RESERVATION_IS_LEFT_TRIED = new Rule(
            Invariant.I3,
            "a reservation left TRIED, and its order is off or nowhere",
            """
            SELECT r.reservation_id, r.xid, r.state, COALESCE(o.status, 'ABSENT') AS order_status, r.updated_at
              FROM holdfast_stock.stock_reservation AS r
              LEFT JOIN holdfast_order.orders AS o ON o.order_no = r.reservation_id
             WHERE r.state = 'TRIED' AND r.updated_at <= UTC_TIMESTAMP(3) - :grace
               AND (o.order_no IS NULL
                    OR (o.status IN ('CANCELLED', 'REJECTED') AND o.updated_at <= UTC_TIMESTAMP(3) - :grace))
             ORDER BY r.updated_at, r.reservation_id
            """);

    static final Rule UNITS_FROZEN_FOR_NOBODY = new Rule(
            Invariant.I6,
            "units frozen for an order that is off or nowhere",
            """
            SELECT l.store_id, l.sku_id, l.quantity, r.reservation_id, r.xid
              FROM holdfast_stock.stock_reservation AS r
              JOIN holdfast_stock.stock_reservation_line AS l ON l.reservation_id = r.reservation_id
              LEFT JOIN holdfast_order.orders AS o ON o.order_no = r.reservation_id
             WHERE r.state = 'TRIED' AND r.updated_at <= UTC_TIMESTAMP(3) - :grace
               AND (o.order_no IS NULL
                    OR (o.status IN ('CANCELLED', 'REJECTED') AND o.updated_at <= UTC_TIMESTAMP(3) - :grace))
             ORDER BY r.updated_at, r.reservation_id, l.store_id, l.sku_id
            """);

    static final List<Rule> ALL = List.of(
            ROW_DOES_NOT_ADD_UP,
            ROW_IS_NOT_THE_SUM_OF_ITS_RESERVATIONS,
            LINE_WITHOUT_A_RESERVATION_OR_A_STOCK_ROW,
            RESERVATION_OF_NOTHING,
            RESERVATION_IS_LEFT_TRIED,
            UNITS_FROZEN_FOR_NOBODY);

    private StockRules() {}
}
