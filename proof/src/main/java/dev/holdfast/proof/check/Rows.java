package dev.holdfast.proof.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of a query as text: what a person is to read, and two looks are compared by. */
final class Rows {
    private Rows() {}

    static List<Map<String, String>> of(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(columns(row));
            }
            return rows;
        }
    }

    private static Map<String, String> columns(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnLabel(i), row.getString(i));
        }
        return values;
    }

    static String text(Map<String, String> row) {
        return row.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
