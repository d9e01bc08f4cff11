package dev.holdfast.proof.limit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Brings batches of orders from claimed to confirmed over one connection, in the five transactions Holdfast needs. */
final class OrderWriter implements AutoCloseable {
    private static final String FINGERPRINT = "0".repeat(64);

    private final Connection connection;
    private final String prefix;
    private final int rows;
    private final int batch;
    private final SplittableRandom random;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private long written;

    OrderWriter(Connection connection, String prefix, int rows, int batch) throws SQLException {
        this.connection = connection;
        this.prefix = prefix;
        this.rows = rows;
        this.batch = batch;
        this.random = new SplittableRandom(prefix.hashCode());
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
    }

    void place() throws SQLException {
        List<String> orders = new ArrayList<>(batch);
        List<Long> skus = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            orders.add("%s%012d".formatted(prefix, written++));
            skus.add(1L + random.nextInt(rows));
        }
        String xid = "127.0.0.1:8091:" + orders.get(0);
        Map<Long, Integer> wanted = new TreeMap<>();
        skus.forEach(sku -> wanted.merge(sku, 1, Integer::sum));
        claim(orders, skus);
        reserve(orders, skus, xid, wanted);
        move(OrderSql.tried(batch), xid, orders);
        commit();
        move(OrderSql.confirmReservations(batch), xid, orders);
        moveStock(wanted, OrderSql.sellOne(), OrderSql.sellMany(wanted.size()));
        commit();
        move(OrderSql.confirmOrders(batch), xid, orders);
        commit();
    }

    private void claim(List<String> orders, List<Long> skus) throws SQLException {
        List<Object> values = new ArrayList<>();
        orders.forEach(order -> values.addAll(List.of(order, order, FINGERPRINT)));
        run(OrderSql.claim(batch), values, batch);
        run(OrderSql.orderLines(batch), pairs(orders, skus), batch);
        commit();
    }

    private void reserve(List<String> orders, List<Long> skus, String xid, Map<Long, Integer> wanted)
            throws SQLException {
        List<Object> values = new ArrayList<>();
        orders.forEach(order -> values.addAll(List.of(order, xid)));
        run(OrderSql.reserve(batch), values, batch);
        run(OrderSql.reservationLines(batch), pairs(orders, skus), batch);
        moveStock(wanted, OrderSql.freezeOne(), OrderSql.freezeMany(wanted.size()));
        commit();
    }

    private void moveStock(Map<Long, Integer> wanted, String one, String many) throws SQLException {
        List<Object> values = new ArrayList<>();
        if (wanted.size() == 1) {
            wanted.forEach((sku, quantity) -> values.addAll(List.of(quantity, quantity, sku, quantity)));
            run(one, values, 1);
        } else {
            wanted.forEach((sku, quantity) -> values.addAll(List.of(sku, quantity)));
            run(many, values, wanted.size());
        }
    }

    private void move(String sql, String xid, List<String> orders) throws SQLException {
        List<Object> values = new ArrayList<>(orders.size() + 1);
        values.add(xid);
        values.addAll(orders);
        run(sql, values, batch);
    }

    private static List<Object> pairs(List<String> orders, List<Long> skus) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            values.add(orders.get(i));
            values.add(skus.get(i));
        }
        return values;
    }

    private void run(String sql, List<Object> values, int expected) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        int changed = statement.executeUpdate();
        if (changed != expected) {
            throw new IllegalStateException(changed + " rows instead of " + expected + ": " + sql);
        }
    }

    private void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
