package dev.holdfast.stack;

import java.util.Map;

/** The three apps, and such as are run beside them: always processes of this machine, run from the classes the build left. */
record AppProcesses(StackSettings settings, Layout layout, Readiness readiness, Progress progress) {

    Server stockApp() {
        return stockApp("stock-app", settings.ports().stockApp());
    }

    Server stockApp(String name, int port) {
        return app(
                name,
                "stock-app",
                "dev.holdfast.stock.StockApplication",
                port,
                Map.of(),
                readiness.registeredApp("stock-app", port));
    }

    Server orderApp() {
        return orderApp("order-app", settings.ports().orderApp());
    }

    Server orderApp(String name, int port) {
        return app(
                name,
                "order-app",
                "dev.holdfast.order.OrderApplication",
                port,
                Map.of(),
                readiness.registeredApp("order-app", port));
    }

    Server gatewayApp() {
        int management = settings.ports().gatewayManagement();
        return app(
                "gateway-app",
                "gateway-app",
                "dev.holdfast.gateway.GatewayApplication",
                settings.ports().gateway(),
                Map.of("MANAGEMENT_SERVER_PORT", "" + management, "MANAGEMENT_SERVER_ADDRESS", "127.0.0.1"),
                readiness.app(management));
    }

    Server further(String name, String module, String mainClass, int port) {
        String shared = layout.configuration().resolve("shared.yaml").toUri().toString();
        Map<String, String> extra = Map.of("SPRING_CONFIG_ADDITIONAL_LOCATION", shared);
        return app(name, module, mainClass, port, extra, readiness.registeredApp(name, port));
    }

    private Server app(String name, String module, String mainClass, int port, Map<String, String> extra, Probe probe) {
        return new LocalProcess(
                name,
                port,
                new Recipes(settings, layout).app(name, module, mainClass, port, extra),
                probe,
                readiness,
                layout.log(name),
                progress);
    }
}
