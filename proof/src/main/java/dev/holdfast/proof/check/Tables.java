package dev.holdfast.proof.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The tables of one system. The SQL of this room knows all there may be, by their default names; where a table is missing,
 * since its migration has not been run, an empty one stands in for it.
 */
record Tables(Schemas schemas, List<String> missing) {
    private static final Map<String, String> STAND_INS = Map.of(
            "holdfast_stock.stock_closed",
            "(SELECT 0 AS store_id, 0 AS sku_id, 0 AS sold FROM DUAL WHERE 1 = 0)",
            "holdfast_stock.stock_retention",
            "(SELECT '' AS state, CAST('1970-01-01' AS DATETIME(3)) AS removed_to FROM DUAL WHERE 1 = 0)",
            "holdfast_order.order_key_retention",
            "(SELECT '' AS status, CAST('1970-01-01' AS DATETIME(3)) AS finished_at FROM DUAL WHERE 1 = 0)");

    static Tables of(Connection connection, Schemas schemas) throws SQLException {
        List<String> present = Rows.of(
                        connection,
                        "SELECT CONCAT(table_schema, '.', table_name) AS name FROM information_schema.tables"
                                + " WHERE table_schema IN ('" + schemas.order() + "', '" + schemas.stock() + "')")
                .stream()
                .map(row -> row.get("name"))
                .toList();
        return new Tables(
                schemas,
                STAND_INS.keySet().stream()
                        .filter(table -> !present.contains(schemas.in(table)))
                        .toList());
    }

    /** What is written with the default names, as it is to be asked here. */
    String in(String sql) {
        String asked = sql;
        for (String table : missing) {
            asked = asked.replace(table, STAND_INS.get(table));
        }
        return schemas.in(asked);
    }
}
