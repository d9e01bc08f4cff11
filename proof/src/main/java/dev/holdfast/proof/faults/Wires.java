package dev.holdfast.proof.faults;

import dev.holdfast.stack.Detour;
import dev.holdfast.stack.Detour.Peer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Every wire, as a proxy that stands before the apps are started. */
final class Wires implements AutoCloseable {
    private final Map<Wire, Proxy> proxies = new EnumMap<>(Wire.class);

    Wires(FaultSettings settings) {
        for (Wire wire : Wire.values()) {
            proxies.put(wire, Proxy.to(settings.port(wire.end()), wire.toString()));
        }
    }

    Proxy of(Wire wire) {
        return proxies.get(wire);
    }

    /** What the apps are told, by their names. */
    Map<String, Detour> detours() {
        Map<String, Map<Peer, Integer>> ports = new HashMap<>();
        proxies.forEach((wire, proxy) -> ports.computeIfAbsent(wire.app().toString(), app -> new EnumMap<>(Peer.class))
                .put(wire.peer(), proxy.port()));
        Map<String, Detour> detours = new HashMap<>();
        ports.forEach((app, peers) -> detours.put(app, new Detour(peers)));
        return detours;
    }

    void heal() {
        proxies.values().forEach(Proxy::heal);
    }

    @Override
    public void close() {
        proxies.values().forEach(Proxy::close);
    }
}
