package dev.holdfast.proof.check;

import java.util.List;

/** What must not be in order-app's tables, by themselves and beside stock-app's. */
final class OrderRules {
    /**
     * Retention removes reservations that were finished long ago; their orders stay. The hour is for clocks that differ.
     */
    static final Rule CONFIRMED_WITHOUT_ITS_STOCK = new Rule(
            Invariant.I3,
            "a CONFIRMED order whose reservation is not, or not of its transaction",
            """
            SELECT o.order_no, o.status, o.xid, COALESCE(r.state, 'ABSENT') AS state, r.xid AS reservation_xid
              FROM holdfast_order.orders AS o
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
              LEFT JOIN holdfast_stock.stock_retention AS gone ON gone.state = 'CONFIRMED'
             WHERE o.status = 'CONFIRMED'
               AND (r.state <> 'CONFIRMED' OR o.xid <> r.xid
                    OR (r.state IS NULL
                        AND o.created_at > COALESCE(gone.removed_to, '1970-01-01') + INTERVAL 1 HOUR))
            """);

    /** An order may be TRIED under the same transaction by then: it is confirmed next. */
    static final Rule SOLD_BUT_NOT_TRIED = new Rule(
            Invariant.I3,
            "a CONFIRMED reservation whose order never asked for it, or is off",
            """
            SELECT o.order_no, o.status, o.xid, r.state, r.xid AS reservation_xid
              FROM holdfast_stock.stock_reservation AS r
              JOIN holdfast_order.orders AS o ON o.order_no = r.reservation_id
             WHERE r.state = 'CONFIRMED'
               AND (o.status IN ('NEW', 'CANCELLED', 'REJECTED') OR (o.status = 'TRIED' AND o.xid <> r.xid))
            """);

    /** An id of the form of an order number (a ULID): other services may reserve too, under ids of their own. */
    static final Rule SOLD_WITHOUT_AN_ORDER = new Rule(
            Invariant.I3,
            "a CONFIRMED reservation without its order",
            """
            SELECT r.reservation_id, r.state, r.xid, r.updated_at
              FROM holdfast_stock.stock_reservation AS r
              LEFT JOIN holdfast_order.orders AS o ON o.order_no = r.reservation_id
             WHERE r.state = 'CONFIRMED' AND o.order_no IS NULL
               AND r.reservation_id REGEXP '^[0-9A-HJKMNP-TV-Z]{26}$'
            """);

    static final Rule OTHER_LINES_THAN_RESERVED = new Rule(
            Invariant.I3,
            "a CONFIRMED order with other lines than its reservation",
            """
            SELECT o.order_no, ol.store_id, ol.sku_id, ol.quantity AS ordered, COALESCE(rl.quantity, 0) AS reserved
              FROM holdfast_order.orders AS o
              JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
              JOIN holdfast_order.order_line AS ol ON ol.order_no = o.order_no
              LEFT JOIN holdfast_stock.stock_reservation_line AS rl
                ON rl.reservation_id = ol.order_no AND rl.store_id = ol.store_id AND rl.sku_id = ol.sku_id
             WHERE o.status = 'CONFIRMED' AND COALESCE(rl.quantity, 0) <> ol.quantity
            UNION ALL
            SELECT o.order_no, rl.store_id, rl.sku_id, 0 AS ordered, rl.quantity AS reserved
              FROM holdfast_order.orders AS o
              JOIN holdfast_stock.stock_reservation_line AS rl ON rl.reservation_id = o.order_no
              LEFT JOIN holdfast_order.order_line AS ol
                ON ol.order_no = rl.reservation_id AND ol.store_id = rl.store_id AND ol.sku_id = rl.sku_id
             WHERE o.status = 'CONFIRMED' AND ol.order_no IS NULL
            """);

    /**
     * By the clock of the database, as the resolver goes by. One that is NEW knows no transaction yet; if its reservation
     * does, that is the one.
     */
    static final Rule LEFT_OPEN = new Rule(
            Invariant.I3,
            "an order left open",
            """
            SELECT o.order_no, o.status, COALESCE(o.xid, r.xid) AS xid, COALESCE(r.state, 'ABSENT') AS state, o.changed_at
              FROM holdfast_order.orders AS o
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
             WHERE o.status IN ('NEW', 'TRIED') AND o.changed_at <= CURRENT_TIMESTAMP(3) - :grace
             ORDER BY o.changed_at, o.order_no
            """);

    /** Its unique index forbids it; here is seen what was written while there was none. */
    static final Rule KEY_OF_TWO_ORDERS = new Rule(
            Invariant.I5,
            "a key that is more than one order's",
            """
            SELECT buyer_id, idempotency_key, COUNT(*) AS how_many, MIN(order_no) AS an_order, MAX(order_no) AS another
              FROM holdfast_order.orders
             WHERE idempotency_key IS NOT NULL
             GROUP BY buyer_id, idempotency_key
            HAVING COUNT(*) > 1
            """);

    /**
     * Only an order of which nothing was sent lets its key go: any other would be placed once more under it. Retention lets
     * the keys of final ones go, in the order in which they were finished.
     */
    static final Rule KEY_LET_GO = new Rule(
            Invariant.I5,
            "an order that has lost its key, and holds or may hold something",
            """
            SELECT o.order_no, o.buyer_id, o.status, COALESCE(r.state, 'ABSENT') AS state
              FROM holdfast_order.orders AS o
              LEFT JOIN holdfast_stock.stock_reservation AS r ON r.reservation_id = o.order_no
              LEFT JOIN holdfast_order.order_key_retention AS gone
                ON gone.status = o.status AND o.updated_at <= gone.finished_at
             WHERE o.idempotency_key IS NULL AND gone.status IS NULL
               AND (o.status <> 'REJECTED' OR r.state = 'CONFIRMED')
            """);

    /** These reasons are told with a document that cannot be made again; of the others it is made of the reason. */
    static final Rule ANSWER_IS_LOST = new Rule(
            Invariant.I5,
            "a refused order whose answer is not stored",
            """
            SELECT order_no, buyer_id, idempotency_key, status, reason
              FROM holdfast_order.orders
             WHERE status IN ('REJECTED', 'CANCELLED') AND idempotency_key IS NOT NULL AND refusal IS NULL
               AND COALESCE(reason, 'insufficient-stock') IN ('insufficient-stock', 'unknown-sku', 'try-failed')
            """);

    static final Rule TWO_ANSWERS = new Rule(
            Invariant.I5,
            "an order that is not refused, with a refusal",
            """
            SELECT order_no, buyer_id, idempotency_key, status, reason
              FROM holdfast_order.orders
             WHERE status NOT IN ('REJECTED', 'CANCELLED') AND (refusal IS NOT NULL OR reason IS NOT NULL)
            """);

    static final Rule ANSWER_OF_ANOTHER = new Rule(
            Invariant.I5,
            "a stored answer that is about another order",
            """
            SELECT order_no, buyer_id, idempotency_key, refusal
              FROM holdfast_order.orders
             WHERE CASE WHEN refusal IS NULL THEN 0
                        WHEN JSON_VALID(refusal) = 0 THEN 1
                        WHEN COALESCE(JSON_UNQUOTE(JSON_EXTRACT(refusal, '$.orderNo')), '') <> order_no THEN 1
                        ELSE 0 END = 1
            """);

    static final List<Rule> ALL = List.of(
            CONFIRMED_WITHOUT_ITS_STOCK,
            SOLD_BUT_NOT_TRIED,
            SOLD_WITHOUT_AN_ORDER,
            OTHER_LINES_THAN_RESERVED,
            LEFT_OPEN,
            KEY_OF_TWO_ORDERS,
            KEY_LET_GO,
            ANSWER_IS_LOST,
            TWO_ANSWERS,
            ANSWER_OF_ANOTHER);

    private OrderRules() {}
}
