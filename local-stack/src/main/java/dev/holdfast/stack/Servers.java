package dev.holdfast.stack;

import java.net.URI;
import java.util.Map;

/** Makes the stack's servers as processes, none of them started yet. */
record Servers(StackSettings settings, Layout layout, DatabaseAccess access, NacosAdmin admin, Progress progress) {

    Server database() {
        return process(settings.database().label(), settings.ports().database(),
                new DatabaseRecipe(settings.database(), layout, settings.ports().database()), access::answers);
    }

    Server redis() {
        return process("redis", settings.ports().redis(), recipes().redis(), Probe.redis(settings.ports().redis()));
    }

    Server nacos() {
        return process("nacos", settings.ports().nacos(), recipes().nacos(), admin::login);
    }

    Server seata() {
        Ports ports = settings.ports();
        Probe probe = Probe.seataConsole(ports.seataConsole());
        return process("seata", ports.seata(), recipes().seata(),
                probe.and(() -> admin.registered("seata-server", ports.seata())));
    }

    Server stockApp() {
        int port = settings.ports().stockApp();
        return process("stock-app", port, recipes().app("stock-app", "dev.holdfast.stock.StockApplication", port,
                Map.of()), readiness(port).and(() -> admin.registered("stock-app", port)));
    }

    Server orderApp() {
        int port = settings.ports().orderApp();
        return process("order-app", port, recipes().app("order-app", "dev.holdfast.order.OrderApplication", port,
                Map.of()), readiness(port).and(() -> admin.registered("order-app", port)));
    }

    Server gatewayApp() {
        Ports ports = settings.ports();
        Map<String, String> management = Map.of("MANAGEMENT_SERVER_PORT", "" + ports.gatewayManagement(),
                "MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        return process("gateway-app", ports.gateway(), recipes().app("gateway-app",
                "dev.holdfast.gateway.GatewayApplication", ports.gateway(), management),
                readiness(ports.gatewayManagement()));
    }

    private Recipes recipes() {
        return new Recipes(settings, layout);
    }

    private Server process(String name, int port, LocalProcess.Recipe recipe, Probe probe) {
        return new LocalProcess(name, port, recipe, probe, layout.log(name), settings.deadline(), progress::say);
    }

    private static Probe readiness(int port) {
        return Probe.http(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
    }
}
