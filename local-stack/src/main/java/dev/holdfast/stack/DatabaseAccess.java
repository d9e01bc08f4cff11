package dev.holdfast.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Connections of root to the stack's database. */
record DatabaseAccess(int port) {

    /** @param database empty for none */
    String url(String database) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + database
                + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=3000&allowMultiQueries=true";
    }

    Connection rootConnection(String database) throws SQLException {
        return DriverManager.getConnection(
                url(database), Accounts.DATABASE_ROOT.name(), Accounts.DATABASE_ROOT.password());
    }

    boolean answers() throws SQLException {
        try (Connection connection = rootConnection("");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            return row.next();
        }
    }

    /** Runs every statement of a file. */
    void run(String database, Path script) {
        try {
            run(database, Files.readString(script));
        } catch (SQLException | IOException e) {
            throw new StackFailure(script + " failed: " + e.getMessage(), e);
        }
    }

    /** Runs every one of some statements. */
    void run(String database, String statements) throws SQLException {
        try (Connection connection = rootConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // the driver tells of a failed statement only when its turn comes
            }
        }
    }
}
