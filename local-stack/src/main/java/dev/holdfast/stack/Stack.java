package dev.holdfast.stack;

import dev.holdfast.stack.process.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The whole of Holdfast running on this machine: database, Redis, Nacos, Seata and the three apps. */
public final class Stack implements AutoCloseable {

    private final StackSettings settings;
    private final DataDirectory directory;
    private final Layout layout;
    private final DatabaseAccess access;
    private final NacosAdmin admin;
    private final Progress progress;
    private final Servers servers;
    private final Server database;
    private final Server redis;
    private final Server nacos;
    private final Server seata;
    private final Server stockApp;
    private final Server orderApp;
    private final Server gatewayApp;
    private final AppProcesses apps;
    private final Startup startup;
    private final Thread atExit = new Thread(this::stopAll, "stack-stop");
    private boolean closed;

    private Stack(StackSettings settings, DataDirectory directory, Progress progress) {
        this.settings = settings;
        this.directory = directory;
        this.progress = progress;
        this.layout = new Layout(settings.repository(), settings.directory());
        this.access = new DatabaseAccess(settings.ports().database());
        this.admin = new NacosAdmin(settings.ports().nacos());
        Readiness readiness = new Readiness(settings, access, admin);
        this.servers = Engines.containers(settings)
                ? new ContainerServers(settings, layout, readiness)
                : new LocalServers(settings, layout, readiness, progress);
        this.apps = new AppProcesses(settings, layout, readiness, progress);
        this.database = servers.database();
        this.redis = servers.redis();
        this.nacos = servers.nacos();
        this.seata = servers.seata();
        this.stockApp = apps.stockApp();
        this.orderApp = apps.orderApp();
        this.gatewayApp = apps.gatewayApp();
        this.startup = new Startup(progress);
    }

    /** Returns when all is ready; starts nothing when a port is taken or the directory is not ours. */
    public static Stack start(StackSettings settings) {
        return start(settings, new Progress(System.out));
    }

    static Stack start(StackSettings settings, Progress progress) {
        PortsTaken.check(settings.ports().users(settings.apps().wanted()));
        DataDirectory directory = claim(settings);
        Stack stack = new Stack(settings, directory, progress);
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.startAll();
            return stack;
        } catch (RuntimeException | Error e) {
            stack.close();
            throw e;
        }
    }

    public StackSettings settings() {
        return settings;
    }

    public Server database() {
        return database;
    }

    public Server redis() {
        return redis;
    }

    public Server nacos() {
        return nacos;
    }

    public Server seata() {
        return seata;
    }

    public Server stockApp() {
        return stockApp;
    }

    public Server orderApp() {
        return orderApp;
    }

    public Server gatewayApp() {
        return gatewayApp;
    }

    /** One more instance of stock-app, not started; whoever asks for it stops it. It takes {@code port + 3} too, for management. */
    public Server furtherStockApp(String name, int port) {
        return furtherStockApp(name, port, Map.of());
    }

    /** @param environment what only this instance is told, such as JAVA_TOOL_OPTIONS */
    public Server furtherStockApp(String name, int port, Map<String, String> environment) {
        return apps.stockApp(name, port, environment);
    }

    /** The same of order-app. */
    public Server furtherOrderApp(String name, int port) {
        return furtherOrderApp(name, port, Map.of());
    }

    /** The same of order-app. */
    public Server furtherOrderApp(String name, int port, Map<String, String> environment) {
        return apps.orderApp(name, port, environment);
    }

    /**
     * One more app run as the three are, not started; whoever asks for it stops it. It imports no configuration from
     * Nacos and is given shared.yaml as a file.
     */
    public Server furtherApp(String name, String module, String mainClass, int port) {
        return apps.further(name, module, mainClass, port);
    }

    /** What a process of the stack runs from: the build's, copied, so that a later build does not change it. */
    public String classPath(String module) {
        return layout.classPath(module);
    }

    /** A new connection as root; the caller closes it. */
    public Connection rootConnection(String database) throws SQLException {
        return access.rootConnection(database);
    }

    public URI gateway() {
        return http(settings.ports().gateway());
    }

    public URI orderAppUri() {
        return http(settings.ports().orderApp());
    }

    public URI stockAppUri() {
        return http(settings.ports().stockApp());
    }

    /** Health and meters of order-app. */
    public URI orderManagementUri() {
        return http(settings.ports().orderManagement());
    }

    /** The same of stock-app. */
    public URI stockManagementUri() {
        return http(settings.ports().stockManagement());
    }

    public URI seataConsole() {
        return http(settings.ports().seataConsole());
    }

    public URI nacosConsole() {
        return http(settings.ports().nacosConsole());
    }

    /** Where the servers are and how to log in, under the names that the apps and docker-compose.yml use. */
    public Map<String, Object> clientEnvironment() {
        return Map.copyOf(new Recipes(settings, layout).servers());
    }

    public Path logs() {
        return settings.directory().resolve("log");
    }

    /** Takes from the Seata server all that it remembers of global transactions; it must not be running. */
    public void wipeSeataStore() {
        if (seata.running()) {
            throw new IllegalStateException("the store of a Seata server that runs");
        }
        try {
            if (settings.seataStore() == StackSettings.SeataStore.DB) {
                access.run("seata", "DELETE FROM global_table; DELETE FROM branch_table; DELETE FROM lock_table");
            } else if (servers instanceof LocalServers) {
                Layout.delete(layout.seataSessions());
            } else {
                throw new StackFailure("Seata's file store is within its container");
            }
        } catch (IOException | SQLException e) {
            throw new StackFailure("Seata's store cannot be wiped: " + e.getMessage(), e);
        }
    }

    /** Puts a configuration into Nacos (group HOLDFAST, yaml); the apps hear of it shortly after. */
    public void publish(String dataId, String content) {
        try {
            admin.publish(dataId, content);
        } catch (IOException e) {
            throw new StackFailure(dataId + " cannot be published", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while publishing " + dataId, e);
        }
    }

    /** What Nacos gives for a data id, null if nothing. */
    public String published(String dataId) {
        try {
            return admin.published(dataId);
        } catch (IOException e) {
            throw new StackFailure(dataId + " cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while reading " + dataId, e);
        }
    }

    /** Stops all from the top: the apps, then Seata, then what they all stand on. */
    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook finds nothing left to do
        }
    }

    private void startAll() {
        var databaseReady = startup.run(() -> {
            startup.start(database);
            access.run("", settings.repository().resolve("sql/databases.sql"));
            if (settings.seataStore() == StackSettings.SeataStore.DB) {
                access.run("seata", settings.repository().resolve("seata-config/store-schema.sql"));
            }
        });
        startup.run(() -> startup.start(redis));
        var nacosReady = startup.run(() -> {
            startup.start(nacos);
            prepareNacos();
        });
        var storesReady = List.of(databaseReady, nacosReady);
        var seataReady = startup.runAfter(
                settings.seataStore() == StackSettings.SeataStore.DB ? storesReady : List.of(nacosReady),
                () -> startup.start(seata));
        if (settings.apps().wanted()) {
            startup.runAfter(storesReady, () -> startup.start(stockApp));
            // order-app is not ready before Seata answers. The gateway waits with it: two cores are better spent on
            // Seata.
            for (Server app : List.of(orderApp, gatewayApp)) {
                startup.runAfter(List.of(databaseReady, seataReady), () -> startup.start(app));
            }
        }
        startup.await();
    }

    private void prepareNacos() throws IOException, InterruptedException {
        admin.admitApps();
        for (Path file : Layout.files(layout.configuration(), ".yaml")) {
            admin.publish(file.getFileName().toString(), Files.readString(file));
        }
    }

    private synchronized void stopAll() {
        if (closed) {
            return;
        }
        closed = true;
        startup.abandon();
        for (List<Server> floor :
                List.of(List.of(gatewayApp, orderApp, stockApp), List.of(seata), List.of(nacos, redis, database))) {
            stopTogether(floor);
        }
        servers.close();
        try {
            directory.close();
        } catch (IOException e) {
            progress.say("the lock on " + directory.path() + " stays until this process ends: " + e);
        }
    }

    private static void stopTogether(List<Server> servers) {
        List<Thread> stops = servers.stream()
                .map(each -> new Thread(each::stop, "stop-" + each.name()))
                .toList();
        stops.forEach(Thread::start);
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static DataDirectory claim(StackSettings settings) {
        try {
            DataDirectory directory = DataDirectory.claim(settings.directory());
            if (settings.fresh()) {
                directory.wipe();
            }
            return directory;
        } catch (IOException | IllegalStateException e) {
            throw new StackFailure(e.getMessage(), e);
        }
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
