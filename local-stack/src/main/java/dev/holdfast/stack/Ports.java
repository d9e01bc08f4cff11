package dev.holdfast.stack;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every port of the stack, all on 127.0.0.1. Nacos takes three more beside its own: -1000, +1000 and +1001. */
public record Ports(
        int gateway,
        int gatewayManagement,
        int orderApp,
        int orderManagement,
        int stockApp,
        int stockManagement,
        int database,
        int redis,
        int nacos,
        int nacosConsole,
        int seata,
        int seataConsole) {

    private static final int FURTHER_MANAGEMENT = 3;

    public static final Ports DEFAULT =
            new Ports(18080, 18083, 18081, 18084, 18082, 18085, 13306, 16379, 18848, 18849, 18091, 17091);

    public Ports {
        Map<Integer, String> seen = new HashMap<>();
        users(
                        gateway,
                        gatewayManagement,
                        orderApp,
                        orderManagement,
                        stockApp,
                        stockManagement,
                        database,
                        redis,
                        nacos,
                        nacosConsole,
                        seata,
                        seataConsole)
                .forEach((user, port) -> claim(seen, port, user));
    }

    public Ports withOffset(int offset) {
        return new Ports(
                gateway + offset,
                gatewayManagement + offset,
                orderApp + offset,
                orderManagement + offset,
                stockApp + offset,
                stockManagement + offset,
                database + offset,
                redis + offset,
                nacos + offset,
                nacosConsole + offset,
                seata + offset,
                seataConsole + offset);
    }

    /** Of an app beside the three, which listens on {@code port}: as far from it as with those. */
    public static int furtherManagement(int port) {
        return port + FURTHER_MANAGEMENT;
    }

    /** User to its port: the servers, and the apps if wanted. */
    Map<String, Integer> users(boolean apps) {
        Map<String, Integer> users = users(
                gateway,
                gatewayManagement,
                orderApp,
                orderManagement,
                stockApp,
                stockManagement,
                database,
                redis,
                nacos,
                nacosConsole,
                seata,
                seataConsole);
        if (!apps) {
            users.keySet().removeIf(user -> user.contains("-app"));
        }
        return users;
    }

    private static Map<String, Integer> users(
            int gateway,
            int gatewayManagement,
            int orderApp,
            int orderManagement,
            int stockApp,
            int stockManagement,
            int database,
            int redis,
            int nacos,
            int nacosConsole,
            int seata,
            int seataConsole) {
        Map<String, Integer> users = new LinkedHashMap<>();
        users.put("gateway-app", gateway);
        users.put("gateway-app's management", gatewayManagement);
        users.put("order-app", orderApp);
        users.put("order-app's management", orderManagement);
        users.put("stock-app", stockApp);
        users.put("stock-app's management", stockManagement);
        users.put("the database", database);
        users.put("Redis", redis);
        users.put("Nacos", nacos);
        users.put("Nacos' Raft", nacos - 1000);
        users.put("Nacos' gRPC", nacos + 1000);
        users.put("Nacos' gRPC between servers", nacos + 1001);
        users.put("Nacos' console", nacosConsole);
        users.put("Seata", seata);
        users.put("Seata's console", seataConsole);
        return users;
    }

    private static void claim(Map<Integer, String> users, int port, String user) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " for " + user + " is not within 1..65535");
        }
        String other = users.put(port, user);
        if (other != null) {
            throw new IllegalArgumentException("port " + port + " is wanted for both " + other + " and " + user);
        }
    }
}
