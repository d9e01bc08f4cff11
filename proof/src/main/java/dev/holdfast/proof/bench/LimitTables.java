package dev.holdfast.proof.bench;

import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The product's own tables once more, in a database of their own that only the limit writes to. */
record LimitTables(Stack stack, Path repository, Ledger ledger) {
    static final String DATABASE = "holdfast_limit";
    static final String USER = "holdfast_order";
    private static final int ROWS = 1024;

    void make() {
        try {
            run(
                    "",
                    List.of(
                            "DROP DATABASE IF EXISTS " + DATABASE,
                            "CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4",
                            "GRANT ALL PRIVILEGES ON `holdfast\\_limit`.* TO '" + USER + "'@'%'"));
            run(DATABASE, migrations());
            run(DATABASE, List.of(stock()));
        } catch (SQLException | IOException e) {
            throw new BenchFailure("the limit's tables cannot be made: " + e.getMessage(), e);
        }
    }

    private void run(String database, List<String> scripts) throws SQLException {
        try (Connection connection = stack.rootConnection(database);
                Statement statement = connection.createStatement()) {
            for (String script : scripts) {
                statement.execute(script);
                while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                    // a failed statement is told when its turn comes
                }
            }
        }
    }

    private static String stock() {
        return "INSERT INTO stock VALUES "
                + IntStream.rangeClosed(1, ROWS)
                        .mapToObj(sku -> "(1, " + sku + ", 1000000000, 1000000000, 0, 0, UTC_TIMESTAMP(3))")
                        .collect(Collectors.joining(", "));
    }

    /** What was sold is what was ordered, and nothing is frozen; empty if so. */
    List<String> broken() {
        long sold = ledger.number("SELECT SUM(sold) FROM holdfast_limit.stock");
        long confirmed = ledger.number("SELECT COUNT(*) FROM holdfast_limit.orders WHERE status = 'CONFIRMED'");
        long frozen = ledger.number("SELECT SUM(frozen) FROM holdfast_limit.stock");
        return sold == confirmed && frozen == 0
                ? List.of()
                : List.of("limit: sold " + sold + ", confirmed " + confirmed + ", frozen " + frozen);
    }

    /** Of both services in one database: a table that each has for itself (shedlock) is made once. */
    private List<String> migrations() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String part : List.of("order", "stock")) {
            try (Stream<Path> files = Files.list(repository.resolve("sql").resolve(part))) {
                for (Path file : files.filter(
                                each -> each.getFileName().toString().startsWith("V"))
                        .sorted()
                        .toList()) {
                    texts.add(Files.readString(file).replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "));
                }
            }
        }
        return texts;
    }
}
