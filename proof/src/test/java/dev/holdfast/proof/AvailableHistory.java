package dev.holdfast.proof;

import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Every value that {@code available} of a stock row had, and when the database can have answered it. A trigger writes a row
 * for each change, in the transaction that changes the stock row and while it has the row's lock, with the time to the
 * microsecond. The change becomes visible at its commit, which is not before that time, and not after a sampler has read the
 * trigger's row. So a value was visible at most from its own time until the next value was seen. Database and test are on one
 * machine and have one clock.
 */
final class AvailableHistory implements AutoCloseable {
    /** Behind the newest row, so many may still be uncommitted. */
    private static final int WINDOW = 1000;

    private static final int SAMPLE_EVERY_MILLIS = 10;

    private final Stack stack;
    private final Thread sampler = new Thread(this::sample, "available-history");
    private final Map<Long, Long> seenAt = new ConcurrentHashMap<>();
    private final Map<Long, List<Value>> rows = new HashMap<>();
    private volatile boolean open = true;
    private volatile SQLException failure;

    /** @param visibleTo the last microsecond at which it may have been read */
    private record Value(long available, long visibleFrom, long visibleTo) {}

    AvailableHistory(Stack stack) throws SQLException {
        this.stack = stack;
        execute(
                "DROP DATABASE IF EXISTS available_history",
                "CREATE DATABASE available_history",
                "CREATE TABLE available_history.change_of_row (id BIGINT AUTO_INCREMENT PRIMARY KEY, sku_id BIGINT NOT NULL,"
                        + " available BIGINT NOT NULL, at_micros BIGINT NOT NULL)",
                trigger("insert"),
                trigger("update"),
                // The rows as they are: visible since ever.
                "INSERT INTO available_history.change_of_row (sku_id, available, at_micros)"
                        + " SELECT sku_id, available, 0 FROM holdfast_stock.stock WHERE store_id = 1");
        sampler.start();
    }

    /** SYSDATE, since NOW is the time when the statement began: before it had the row's lock. */
    private static String trigger(String event) {
        return "CREATE TRIGGER holdfast_stock.available_history_" + event + " AFTER " + event
                + " ON holdfast_stock.stock FOR EACH ROW INSERT INTO available_history.change_of_row"
                + " (sku_id, available, at_micros)"
                + " VALUES (NEW.sku_id, NEW.available, FLOOR(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000))";
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = stack.rootConnection("");
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Microseconds of the clock that the trigger has too. */
    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void sample() {
        try (Connection connection = stack.rootConnection("");
                PreparedStatement newest =
                        connection.prepareStatement("SELECT id FROM available_history.change_of_row WHERE id > ?")) {
            long last = 0;
            while (open) {
                newest.setLong(1, last - WINDOW);
                try (ResultSet ids = newest.executeQuery()) {
                    long seen = now();
                    while (ids.next()) {
                        seenAt.putIfAbsent(ids.getLong(1), seen);
                        last = Math.max(last, ids.getLong(1));
                    }
                }
                TimeUnit.MILLISECONDS.sleep(SAMPLE_EVERY_MILLIS);
            }
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the recording; {@link #hadFewerThan} can be asked from then on. */
    void read() throws SQLException {
        stopSampling();
        if (failure != null) {
            throw failure;
        }
        try (Connection connection = stack.rootConnection("");
                Statement statement = connection.createStatement();
                ResultSet changes = statement.executeQuery(
                        "SELECT id, sku_id, available, at_micros FROM available_history.change_of_row ORDER BY id")) {
            while (changes.next()) {
                List<Value> values = rows.computeIfAbsent(changes.getLong("sku_id"), sku -> new ArrayList<>());
                if (!values.isEmpty()) {
                    Value before = values.remove(values.size() - 1);
                    values.add(new Value(
                            before.available(),
                            before.visibleFrom(),
                            seenAt.getOrDefault(changes.getLong("id"), Long.MAX_VALUE)));
                }
                values.add(new Value(changes.getLong("available"), changes.getLong("at_micros"), Long.MAX_VALUE));
            }
        }
    }

    private void stopSampling() {
        open = false;
        try {
            sampler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the database can have answered, at some instant from {@code from} to {@code to}, fewer units than these. */
    boolean hadFewerThan(long sku, long units, long from, long to) {
        return rows.getOrDefault(sku, List.of()).stream()
                .anyMatch(value -> value.available() < units && value.visibleFrom() <= to && value.visibleTo() >= from);
    }

    /** For a failure's message. */
    String around(long sku, long from, long to) {
        StringBuilder text = new StringBuilder();
        for (Value value : rows.getOrDefault(sku, List.of())) {
            if (value.visibleFrom() <= to && value.visibleTo() >= from) {
                text.append(' ').append(value.available()).append(" from ").append(value.visibleFrom() - from);
            }
        }
        return text.toString();
    }

    long changes() {
        return rows.values().stream().mapToLong(List::size).sum();
    }

    @Override
    public void close() throws SQLException {
        stopSampling();
        execute(
                "DROP TRIGGER holdfast_stock.available_history_insert",
                "DROP TRIGGER holdfast_stock.available_history_update",
                "DROP DATABASE available_history");
    }
}
