package dev.holdfast.proof.bench;

import dev.holdfast.proof.check.Invariants;
import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** What the two databases say: the only witness of what was sold. */
record Ledger(Stack stack) {
    private static final String CONFIRMED = "SELECT COUNT(*) FROM holdfast_order.orders WHERE status = 'CONFIRMED'";
    private static final int TOLD = 20;

    long confirmed() {
        return number(CONFIRMED);
    }

    long sold(long sku) {
        return number("SELECT sold FROM holdfast_stock.stock WHERE store_id = 1 AND sku_id = " + sku);
    }

    /** From the first order's arrival to the confirmation of the last unit sold, by order-app's clock; NaN if none. */
    double secondsToTheLastUnit() {
        return number(
                        """
                        SELECT COALESCE(TIMESTAMPDIFF(MICROSECOND,
                                   (SELECT MIN(created_at) FROM holdfast_order.orders),
                                   (SELECT MAX(updated_at) FROM holdfast_order.orders WHERE status = 'CONFIRMED')), -1)
                        """)
                / 1e6;
    }

    /** An order that is only safe when the disk has it. */
    void requireDurable() {
        if (number("SELECT @@GLOBAL.innodb_flush_log_at_trx_commit") != 1) {
            throw new BenchFailure(
                    "the database does not flush at every commit: innodb_flush_log_at_trx_commit is not 1");
        }
    }

    String version() {
        return look(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT @@version")) {
                row.next();
                String version = row.getString(1);
                return version.contains("MariaDB") ? "MariaDB " + version.replace("-MariaDB", "") : "MySQL " + version;
            }
        });
    }

    /** Returns when no order is open; what still is after that time, empty if nothing. */
    List<String> settle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            // A count by index first: after a load the whole answer may be long, and asking for it a load of its own.
            if (open() == 0) {
                List<String> left = look(Invariants::stillOpen);
                if (left.isEmpty() || System.nanoTime() > end) {
                    return shortened(left);
                }
            } else if (System.nanoTime() > end) {
                return shortened(look(Invariants::stillOpen));
            }
            Thread.sleep(100);
        }
    }

    /** I1, I2 and I3. */
    List<String> broken() {
        return shortened(look(Invariants::brokenOnceQuiet));
    }

    /**
     * Puts away what is finished, so that every cell begins with tables of the same size: orders and reservations go, and
     * the stock rows forget what was sold. What is available stays as it is, so neither the gate nor the invariants see
     * a difference. What is still open by then has been told as broken, and is given up.
     */
    void putAway() {
        look(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("TRUNCATE holdfast_order.order_line");
                statement.addBatch("TRUNCATE holdfast_order.orders");
                statement.addBatch("TRUNCATE holdfast_stock.stock_reservation_line");
                statement.addBatch("TRUNCATE holdfast_stock.stock_reservation");
                statement.addBatch("TRUNCATE holdfast_stock.stock_closed");
                statement.addBatch("UPDATE holdfast_stock.stock SET total = available, frozen = 0, sold = 0");
                return statement.executeBatch();
            }
        });
    }

    long number(String query) {
        return look(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                return row.next() ? row.getLong(1) : 0L;
            }
        });
    }

    private long open() {
        return number("SELECT COUNT(*) FROM holdfast_order.orders WHERE status IN ('NEW', 'TRIED')")
                + number("SELECT COUNT(*) FROM holdfast_stock.stock_reservation WHERE state = 'TRIED'");
    }

    private static List<String> shortened(List<String> found) {
        return found.size() <= TOLD ? found : List.copyOf(found.subList(0, TOLD));
    }

    private interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    private <T> T look(Look<T> look) {
        try (Connection connection = stack.rootConnection("")) {
            return look.at(connection);
        } catch (SQLException e) {
            throw new BenchFailure("the database does not answer: " + e.getMessage(), e);
        }
    }
}
