package dev.holdfast.proof.faults;

import dev.holdfast.stack.Database;
import dev.holdfast.stack.Ports;
import dev.holdfast.stack.StackSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A fault run.
 *
 * @param out where the record goes, and the stack's data and logs
 * @param hostile clients of each kind of {@link HostileClients} that are connected to the gateway meanwhile
 * @param minutes for which things go wrong; then they are healed and it must become quiet
 */
record FaultSettings(
        Path repository,
        Path out,
        Database database,
        StackSettings.SeataStore seataStore,
        Ports ports,
        int minutes,
        long seed,
        int buyers,
        int hostile) {
    /** With these and all buyers the gateway still takes connections of one address. */
    private static final int MOST_HOSTILE = 500;

    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 30;

    /** A server that is not ready by then is started anew. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    FaultSettings {
        if (minutes < 1 || minutes > 24 * 60) {
            throw new IllegalArgumentException("a run takes 1 minute to a day, not " + minutes + " minutes");
        }
        if (buyers < 1 || buyers > 256) {
            throw new IllegalArgumentException("there are 1 to 256 buyers, not " + buyers);
        }
        if (hostile < 0 || hostile > MOST_HOSTILE) {
            throw new IllegalArgumentException(
                    "there are 0 to " + MOST_HOSTILE + " hostile clients of each kind, not " + hostile);
        }
    }

    int port(Part part) {
        return switch (part) {
            case ORDER_APP -> ports.orderApp();
            case ORDER_APP_2 -> ports.orderApp() + PORTS_ON;
            case STOCK_APP -> ports.stockApp();
            case STOCK_APP_2 -> ports.stockApp() + PORTS_ON;
            case GATEWAY -> ports.gateway();
            case SEATA -> ports.seata();
            case DATABASE -> ports.database();
            case REDIS -> ports.redis();
            case NACOS -> ports.nacos();
        };
    }

    URI address(Part part) {
        return URI.create("http://127.0.0.1:" + port(part));
    }

    StackSettings stack(Wires wires) {
        StackSettings.Apps apps = new StackSettings.Apps(true, false, StackSettings.Apps.optionsOfEnvironment());
        return StackSettings.ofUp(repository, database)
                .withDirectory(out.resolve("stack"))
                .withFresh(true)
                .withPorts(ports)
                .withSeataStore(seataStore)
                .withDeadline(READY_WITHIN)
                .withApps(apps.withDetours(wires.detours()));
    }
}
