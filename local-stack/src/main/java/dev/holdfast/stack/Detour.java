package dev.holdfast.stack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ports of whoever stands between an app and its peers, such as a proxy that delays. What is not named is reached
 * straight.
 */
public record Detour(Map<Peer, Integer> ports) {

    /** Who is reached by another port than its own. */
    public enum Peer {
        DATABASE,
        REDIS,
        /** Found under this port, and then not through Nacos. */
        SEATA,
        /** The app itself: it tells Nacos this port, and whoever looks for it comes that way. */
        ITSELF
    }

    static final Detour NONE = new Detour(Map.of());

    public Detour {
        ports = Map.copyOf(ports);
    }

    /** What the app is told, in the names that the published configuration asks for. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        ports.forEach((peer, port) -> {
            switch (peer) {
                case DATABASE -> environment.put("HOLDFAST_DB", address(port));
                case REDIS -> environment.put("HOLDFAST_REDIS", address(port));
                case SEATA -> {
                    environment.put("SEATA_REGISTRY_TYPE", "file");
                    environment.put("SEATA_SERVICE_GROUPLIST_DEFAULT", address(port));
                }
                case ITSELF -> environment.put("SPRING_CLOUD_NACOS_DISCOVERY_PORT", "" + port);
            }
        });
        return environment;
    }

    /** The port by which others find an app that listens on {@code own}. */
    int registered(int own) {
        return ports.getOrDefault(Peer.ITSELF, own);
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }
}
