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
import java.util.stream.Stream;

/** The product's own tables once more, in a database of their own that only the limit writes to. */
record LimitTables(Stack stack, Path repository, Ledger ledger) {
    static final String DATABASE = "holdfast_limit";
    static final String USER = "holdfast_order";
    private static final int ROWS = 1024;

    void make() {
        try (Connection connection = stack.rootConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
            statement.execute("CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4");
            statement.execute("GRANT ALL PRIVILEGES ON `holdfast\\_limit`.* TO '" + USER + "'@'%'");
            connection.setCatalog(DATABASE);
            for (String migration : migrations()) {
                statement.execute(migration);
                while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                    // a failed statement is told when its turn comes
                }
            }
            for (int sku = 1; sku <= ROWS; sku++) {
                statement.addBatch(
                        "INSERT INTO stock VALUES (1, " + sku + ", 1000000000, 1000000000, 0, 0, UTC_TIMESTAMP(3))");
            }
            statement.executeBatch();
        } catch (SQLException | IOException e) {
            throw new BenchFailure("the limit's tables cannot be made: " + e.getMessage(), e);
        }
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

    private List<String> migrations() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String part : List.of("order", "stock")) {
            try (Stream<Path> files = Files.list(repository.resolve("sql").resolve(part))) {
                for (Path file : files.filter(
                                each -> each.getFileName().toString().startsWith("V"))
                        .sorted()
                        .toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }
}
