package dev.holdfast.proof.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of Seata's db store; it is there also when no server is. */
record StoredSessions(Connection connection, String schema) implements Sessions {
    @Override
    public List<Session> all() throws SQLException {
        List<Session> sessions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT xid, status, transaction_name, begin_time FROM " + schema + ".global_table")) {
            while (row.next()) {
                sessions.add(new Session(row.getString(1), row.getInt(2), row.getString(3), row.getLong(4)));
            }
        }
        return sessions;
    }
}
