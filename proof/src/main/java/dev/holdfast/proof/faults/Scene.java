package dev.holdfast.proof.faults;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import dev.holdfast.stack.StackFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Where it happens: a stack with two of each app, and the wires between them. */
final class Scene implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final Wires wires;
    private final Stack stack;
    private final Journal journal;
    private final Map<Part, Server> servers = new EnumMap<>(Part.class);

    private Scene(Wires wires, Stack stack, FaultSettings settings, Journal journal) {
        this.wires = wires;
        this.stack = stack;
        this.journal = journal;
        servers.put(Part.ORDER_APP, stack.orderApp());
        servers.put(Part.ORDER_APP_2, stack.furtherOrderApp("order-app-2", settings.port(Part.ORDER_APP_2)));
        servers.put(Part.STOCK_APP, stack.stockApp());
        servers.put(Part.STOCK_APP_2, stack.furtherStockApp("stock-app-2", settings.port(Part.STOCK_APP_2)));
        servers.put(Part.GATEWAY, stack.gatewayApp());
        servers.put(Part.SEATA, stack.seata());
        servers.put(Part.DATABASE, stack.database());
        servers.put(Part.REDIS, stack.redis());
        servers.put(Part.NACOS, stack.nacos());
    }

    /** Returns when all of it is ready. */
    static Scene set(FaultSettings settings, Journal journal) {
        Wires wires = new Wires(settings);
        try {
            Scene scene = new Scene(wires, Stack.start(settings.stack(wires)), settings, journal);
            scene.startSecondApps();
            return scene;
        } catch (RuntimeException | Error e) {
            wires.close();
            throw e;
        }
    }

    private void startSecondApps() {
        try {
            List.of(Part.STOCK_APP_2, Part.ORDER_APP_2).parallelStream()
                    .map(this::server)
                    .forEach(Server::start);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    Stack stack() {
        return stack;
    }

    Server server(Part part) {
        return servers.get(part);
    }

    Proxy wire(Wire wire) {
        return wires.of(wire);
    }

    /** Starts it, again if need be: what it needs to start may be away just now. Returns when it is ready. */
    void revive(Part part) {
        Server server = server(part);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                server.start();
                return;
            } catch (StackFailure e) {
                server.kill();
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                    throw new FaultFailure(part + " does not come back: " + e.getMessage(), e);
                }
                journal.note(part + " did not start, and is started again: " + firstLine(e));
            }
        }
    }

    /** Returns when it is done: the database, if that is where it is kept, may be away just now. */
    void wipeSeataStore() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                stack.wipeSeataStore();
                return;
            } catch (StackFailure e) {
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                    throw new FaultFailure("Seata's store is not wiped: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /** Whatever state a run has left it in: no wire is troubled, nobody is frozen, everybody runs. */
    void heal() {
        wires.heal();
        // From the ground up: who is frozen or away below keeps those above from starting.
        for (Part part : List.of(Part.DATABASE, Part.REDIS, Part.NACOS, Part.SEATA)) {
            heal(part);
        }
        for (Part part : List.of(Part.STOCK_APP, Part.STOCK_APP_2, Part.ORDER_APP, Part.ORDER_APP_2, Part.GATEWAY)) {
            heal(part);
        }
    }

    private void heal(Part part) {
        if (server(part).running()) {
            server(part).resume();
        } else {
            journal.note(part + " was not running at the end, and nobody was about to start it");
        }
        revive(part);
    }

    private static String firstLine(StackFailure e) {
        return e.getMessage().lines().findFirst().orElse(e.toString());
    }

    @Override
    public void close() {
        try {
            server(Part.ORDER_APP_2).stop();
            server(Part.STOCK_APP_2).stop();
        } finally {
            stack.close();
            wires.close();
        }
    }
}
