package dev.holdfast.stack;

import picocli.CommandLine.Option;

/** The ports as given on the command line; those not given are the default ones, moved by the offset. */
final class PortOptions {

    @Option(names = "--port-offset", paramLabel = "N", description = "added to every default port")
    int offset;

    @Option(names = "--gateway-port", paramLabel = "PORT", description = "gateway-app (18080)")
    Integer gateway;

    @Option(names = "--gateway-management-port", paramLabel = "PORT", description = "gateway-app's management (18083)")
    Integer gatewayManagement;

    @Option(names = "--order-port", paramLabel = "PORT", description = "order-app (18081)")
    Integer orderApp;

    @Option(names = "--order-management-port", paramLabel = "PORT", description = "order-app's management (18084)")
    Integer orderManagement;

    @Option(names = "--stock-port", paramLabel = "PORT", description = "stock-app (18082)")
    Integer stockApp;

    @Option(names = "--stock-management-port", paramLabel = "PORT", description = "stock-app's management (18085)")
    Integer stockManagement;

    @Option(names = "--db-port", paramLabel = "PORT", description = "MariaDB or MySQL (13306)")
    Integer database;

    @Option(names = "--redis-port", paramLabel = "PORT", description = "Redis (16379)")
    Integer redis;

    @Option(
            names = "--nacos-port",
            paramLabel = "PORT",
            description = "Nacos (18848); takes -1000, +1000 and +1001 too")
    Integer nacos;

    @Option(names = "--nacos-console-port", paramLabel = "PORT", description = "Nacos' console (18849)")
    Integer nacosConsole;

    @Option(names = "--seata-port", paramLabel = "PORT", description = "Seata (18091)")
    Integer seata;

    @Option(names = "--seata-console-port", paramLabel = "PORT", description = "Seata's console (17091)")
    Integer seataConsole;

    Ports ports() {
        Ports moved = Ports.DEFAULT.withOffset(offset);
        return new Ports(
                or(gateway, moved.gateway()),
                or(gatewayManagement, moved.gatewayManagement()),
                or(orderApp, moved.orderApp()),
                or(orderManagement, moved.orderManagement()),
                or(stockApp, moved.stockApp()),
                or(stockManagement, moved.stockManagement()),
                or(database, moved.database()),
                or(redis, moved.redis()),
                or(nacos, moved.nacos()),
                or(nacosConsole, moved.nacosConsole()),
                or(seata, moved.seata()),
                or(seataConsole, moved.seataConsole()));
    }

    private static int or(Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
