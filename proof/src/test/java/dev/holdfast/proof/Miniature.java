package dev.holdfast.proof;

import dev.holdfast.proof.check.Schemas;
import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.redisson.api.RedissonClient;

/**
 * Both services in small: their statements, their gate and their order of steps, in one process and without Seata, so that
 * one mistake at a time can be made in them, by editing a statement or overriding a step. A test double: what is shown with
 * it is that the checker sees the mistake, and nothing about the services.
 */
class Miniature {
    /** Where a miniature is set up: databases of its own, and a database of its own in Redis. */
    record Site(Stack stack, Schemas schemas, RedissonClient redis) {}

    /** What is done in one local transaction. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** An order of one line, its number also the id of its reservation. */
    record Wish(String id, String key, long sku, int quantity) {
        /** Of a number and a key that nobody has used. */
        static Wish of(long sku, int quantity) {
            return new Wish(newNumber(), UUID.randomUUID().toString(), sku, quantity);
        }

        /** The same order placed again: a number of its own, the same key. */
        Wish again() {
            return new Wish(newNumber(), key, sku, quantity);
        }

        private static String newNumber() {
            // Of the form of a ULID.
            return "01"
                    + UUID.randomUUID()
                            .toString()
                            .replace("-", "")
                            .toUpperCase(Locale.ROOT)
                            .substring(0, 24);
        }
    }

    private final Site site;
    private final Statements sql;
    final MiniatureGate gate;

    Miniature(Site site) {
        this.site = site;
        this.sql = new Statements(site.schemas());
        this.gate = new MiniatureGate(site.redis(), site.stack().settings().repository());
    }

    /** Makes a mistake in a statement. */
    Miniature editing(String statement, String part, String by) {
        sql.edit(statement, part, by);
        return this;
    }

    /** Makes a mistake in a script of the gate. */
    Miniature editingScript(String script, String part, String by) {
        gate.edit(script, part, by);
        return this;
    }

    /** All of it is done, or nothing. */
    final <T> T transaction(Work<T> work) {
        try (Connection connection = site.stack().rootConnection("")) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private boolean moved(String statement, Object... values) {
        return transaction(connection -> sql.run(connection, statement, values)) == 1;
    }

    // order-app

    /** The whole line, under {@code xid}. */
    void place(Wish wish, String xid) {
        if (claim(wish)) {
            hold(wish, xid);
            commit(List.of(wish), xid);
        }
    }

    /** False if the key was another order's already. */
    boolean claim(Wish wish) {
        try {
            return transaction(connection -> {
                sql.run(connection, "claim", "id", wish.id(), "key", wish.key());
                return sql.run(
                                connection,
                                "claim-line",
                                "id",
                                wish.id(),
                                "sku",
                                wish.sku(),
                                "quantity",
                                wish.quantity())
                        == 1;
            });
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof SQLIntegrityConstraintViolationException) {
                return false;
            }
            throw e;
        }
    }

    /** Both Tries; a refusal of stock is kept in the order. */
    void hold(Wish wish, String xid) {
        try {
            String open = openXid(xid);
            if (tryReserve(wish, open)) {
                orderTried(wish, open);
            } else {
                reject(wish, "insufficient-stock");
            }
        } catch (IllegalStateException e) {
            reject(wish, "try-failed");
        }
    }

    /** What a door does first: outside of a transaction nobody would ever confirm. */
    String openXid(String xid) {
        if (xid == null) {
            throw new IllegalStateException("no global transaction");
        }
        return xid;
    }

    boolean orderTried(Wish wish, String xid) {
        return moved("order-tried", "id", wish.id(), "xid", xid);
    }

    /** Phase two, as Seata asks for it: the stock branch, then the order branch. */
    void commit(List<Wish> registered, String xid) {
        toConfirm(registered, xid).forEach(wish -> confirm(wish, xid));
        confirmOrders(registered, xid);
    }

    /** The order branch: only with stock's yes. */
    void confirmOrders(List<Wish> registered, String xid) {
        for (Wish wish : toConfirm(registered, xid)) {
            if (confirm(wish, xid)) {
                moved("order-confirmed", "id", wish.id(), "xid", xid);
            }
        }
    }

    /** Of those that are registered, the orders whose rows say TRIED under the transaction. */
    List<Wish> toConfirm(List<Wish> registered, String xid) {
        return registered.stream()
                .filter(wish -> counts("tried-under", "id", wish.id(), "xid", xid))
                .toList();
    }

    void rollBack(Wish wish, String xid) {
        cancel(wish, xid);
        cancelOrder(wish, xid);
    }

    void cancelOrder(Wish wish, String xid) {
        moved("order-cancelled", "id", wish.id(), "xid", xid);
    }

    void reject(Wish wish, String reason) {
        moved(
                "reject",
                "id",
                wish.id(),
                "reason",
                reason,
                "refusal",
                "{\"type\":\"urn:holdfast:%s\",\"orderNo\":\"%s\"}".formatted(reason, wish.id()));
    }

    void letGo(Wish wish) {
        moved("let-go", "id", wish.id());
    }

    // stock-app

    /** Holds, or says no; what the gate took for a no is given back. */
    boolean tryReserve(Wish wish, String xid) {
        if (!gate.take(wish.sku(), wish.id(), wish.quantity())) {
            return false;
        }
        boolean held = false;
        try {
            held = reserve(List.of(wish), xid);
            return held;
        } finally {
            if (!held) {
                gate.giveBack(wish.sku(), wish.id());
            }
        }
    }

    /** A batch in one transaction. False, and nothing is held, if one is short or was cancelled before. */
    boolean reserve(List<Wish> batch, String xid) {
        try {
            transaction(connection -> {
                for (Wish wish : batch) {
                    sql.run(connection, "reserve", "id", wish.id(), "xid", xid);
                }
                for (Wish wish : toFreeze(batch)) {
                    sql.run(
                            connection,
                            "reserve-line",
                            "id",
                            wish.id(),
                            "sku",
                            wish.sku(),
                            "quantity",
                            wish.quantity());
                    all(1, sql.run(connection, "freeze", "sku", wish.sku(), "quantity", wish.quantity()));
                }
                return null;
            });
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    List<Wish> toFreeze(List<Wish> batch) {
        return batch;
    }

    /** @return stock's yes: it is sold under {@code xid}, now or before */
    boolean confirm(Wish wish, String xid) {
        transaction(connection -> {
            if (sql.run(connection, "move", "id", wish.id(), "xid", xid, "to", "CONFIRMED") == 1) {
                sell(connection, wish);
            }
            return null;
        });
        boolean sold = counts("stands-under", "id", wish.id(), "xid", xid, "state", "CONFIRMED");
        if (sold) {
            gate.settle(wish.sku(), wish.id());
        }
        return sold;
    }

    void sell(Connection connection, Wish wish) throws SQLException {
        allLines(wish, connection, "sell");
    }

    /** Gives back, or leaves a tombstone. */
    void cancel(Wish wish, String xid) {
        try {
            transaction(connection -> {
                if (sql.run(connection, "move", "id", wish.id(), "xid", xid, "to", "CANCELLED") == 1) {
                    return allLines(wish, connection, "give-back");
                }
                return tombstone(connection, wish, xid);
            });
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof SQLIntegrityConstraintViolationException)) {
                throw e;
            }
            // there is a row: cancelled before, or never to be cancelled under this xid
        }
        if (counts("stands-under", "id", wish.id(), "xid", xid, "state", "CANCELLED")) {
            gate.giveBack(wish.sku(), wish.id());
        }
    }

    /** Refuses the Try that is still on its way; a row that is there already makes it fail. */
    int tombstone(Connection connection, Wish wish, String xid) throws SQLException {
        return sql.run(connection, "tombstone", "id", wish.id(), "xid", xid);
    }

    private int allLines(Wish wish, Connection connection, String statement) throws SQLException {
        return all(sql.count(connection, "lines", "id", wish.id()), sql.run(connection, statement, "id", wish.id()));
    }

    private static int all(int wanted, int rows) {
        if (rows != wanted) {
            throw new IllegalStateException(rows + " of " + wanted + " stock rows had enough");
        }
        return rows;
    }

    /** True if the key is some order's. */
    boolean isClaimed(Wish wish) {
        return counts("key-of", "key", wish.key());
    }

    private boolean counts(String statement, Object... values) {
        return transaction(connection -> sql.count(connection, statement, values)) > 0;
    }
}
