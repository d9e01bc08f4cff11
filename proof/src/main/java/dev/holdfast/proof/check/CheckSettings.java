package dev.holdfast.proof.check;

import dev.holdfast.stack.Stack;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/**
 * Where to look, and how patiently.
 *
 * @param database {@code host:port}; one server for all databases
 * @param account of one who may read all of them
 * @param gate null: there is none, or it is not to be looked at
 * @param seata null: Seata is not to be asked; then whatever is left open counts as left by everybody
 * @param grace what is younger may be in flight; not shorter than {@code holdfast.gate.forget-after}
 * @param patience what may only be seen in passing is looked at again after this time before it is called broken
 */
public record CheckSettings(
        String database, Login account, Schemas schemas, GateAt gate, SeataAt seata, Grace grace, Duration patience) {
    /** For the handshake; a database that hangs takes connections and says nothing. What reads many rows has longer. */
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration READ_TIMEOUT = Duration.ofMinutes(5);

    /** With a grace that the caller has chosen. */
    public CheckSettings(
            String database,
            Login account,
            Schemas schemas,
            GateAt gate,
            SeataAt seata,
            Duration grace,
            Duration patience) {
        this(database, account, schemas, gate, seata, Grace.given(grace), patience);
    }

    /** Who asks. */
    public record Login(String name, String password) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** @param address {@code host:port} @param number of the database in that Redis */
    public record GateAt(String address, String password, int number) {
        public GateAt {
            if (!address.matches("[^\\s/:]+:\\d{1,5}")) {
                throw new IllegalArgumentException("'" + address + "' is not of the form host:port");
            }
        }
    }

    /** Where Seata's sessions are read. */
    public sealed interface SeataAt {
        /** Its console, whatever its store. */
        record Console(URI address, Login account) implements SeataAt {}

        /** The tables of its db store, on the server of the other databases. */
        record Store(String schema) implements SeataAt {
            public Store {
                Schemas.requireName(schema);
            }
        }
    }

    public CheckSettings {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(schemas, "schemas");
        Objects.requireNonNull(grace, "grace");
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("the patience must be longer than nothing");
        }
    }

    /** All of a stack, by the demonstration's accounts. */
    public static CheckSettings of(Stack stack, Duration grace, Duration patience) {
        return new CheckSettings(
                "127.0.0.1:" + stack.settings().ports().database(),
                new Login("root", "root-demo"),
                Schemas.DEFAULT,
                new GateAt(
                        stack.redis().address(),
                        stack.clientEnvironment().get("HOLDFAST_REDIS_PASSWORD").toString(),
                        0),
                new SeataAt.Console(stack.seataConsole(), new Login("seata", "seata-demo")),
                grace,
                patience);
    }

    /** The same, and Seata is not asked. */
    public CheckSettings withoutSeata() {
        return new CheckSettings(database, account, schemas, gate, null, grace, patience);
    }

    Connection connect() throws SQLException {
        return connect(LOGIN_TIMEOUT);
    }

    Connection connect(Duration login) throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:mysql://" + database
                        + "/?sslMode=PREFERRED&allowPublicKeyRetrieval=true&connectTimeout=5000&socketTimeout="
                        + login.toMillis(),
                account.name(),
                account.password());
        connection.setNetworkTimeout(Runnable::run, (int) READ_TIMEOUT.toMillis());
        return connection;
    }
}
