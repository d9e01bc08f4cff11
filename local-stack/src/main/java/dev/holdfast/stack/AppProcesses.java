package dev.holdfast.stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The three apps, and such as are run beside them: always processes of this machine, run from the classes the build left. */
record AppProcesses(StackSettings settings, Layout layout, Readiness readiness, Progress progress) {
    /** Longer than an app serves on and then finishes what is under way: docker-compose.yml's stop_grace_period. */
    private static final Duration GRACE = Duration.ofSeconds(45);

    Server stockApp() {
        return stockApp(
                "stock-app", settings.ports().stockApp(), settings.ports().stockManagement(), Map.of());
    }

    Server stockApp(String name, int port, Map<String, String> extra) {
        return stockApp(name, port, Ports.furtherManagement(port), extra);
    }

    private Server stockApp(String name, int port, int management, Map<String, String> extra) {
        return app(
                name,
                "stock-app",
                "dev.holdfast.stock.StockApplication",
                port,
                management,
                extra,
                registered("stock-app", name, port, management));
    }

    Server orderApp() {
        return orderApp(
                "order-app", settings.ports().orderApp(), settings.ports().orderManagement(), Map.of());
    }

    Server orderApp(String name, int port, Map<String, String> extra) {
        return orderApp(name, port, Ports.furtherManagement(port), extra);
    }

    private Server orderApp(String name, int port, int management, Map<String, String> extra) {
        return app(
                name,
                "order-app",
                "dev.holdfast.order.OrderApplication",
                port,
                management,
                extra,
                registered("order-app", name, port, management));
    }

    Server gatewayApp() {
        int management = settings.ports().gatewayManagement();
        return app(
                "gateway-app",
                "gateway-app",
                "dev.holdfast.gateway.GatewayApplication",
                settings.ports().gateway(),
                management,
                Map.of(),
                readiness.app(management));
    }

    Server further(String name, String module, String mainClass, int port) {
        String shared = layout.configuration().resolve("shared.yaml").toUri().toString();
        Map<String, String> extra = Map.of("SPRING_CONFIG_ADDITIONAL_LOCATION", shared);
        int management = Ports.furtherManagement(port);
        return app(name, module, mainClass, port, management, extra, registered(name, name, port, management));
    }

    private Probe registered(String service, String name, int port, int management) {
        return readiness.registeredApp(
                service, management, settings.apps().detour(name).registered(port));
    }

    private Server app(
            String name,
            String module,
            String mainClass,
            int port,
            int management,
            Map<String, String> extra,
            Probe probe) {
        Map<String, String> told = new LinkedHashMap<>(extra);
        told.put("MANAGEMENT_SERVER_PORT", "" + management);
        told.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        told.putAll(settings.apps().detour(name).environment());
        return new LocalProcess(
                name,
                port,
                new Recipes(settings, layout).app(name, module, mainClass, port, told),
                probe,
                readiness,
                layout.log(name),
                progress,
                GRACE);
    }
}
