package dev.holdfast.proof.bench;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.util.Arrays;
import java.util.List;

/** Changes what runs by what is published in Nacos, and by nothing else. */
record Publication(Stack stack, Plan plan) {
    private static final String ROUTES = "          routes:\n";

    /** Later keys of a file win over earlier ones: the files need not be understood. */
    private static final String PLAIN =
            """

            # ./prove --bench
            holdfast.gate.enabled: false
            holdfast.batching.enabled: false
            server.tomcat.threads.max: 200
            """;

    private static final String ECHO =
            """
                        - id: echo
                          uri: lb://echo-app
                          predicates:
                            - Path=/echo/**
            """;

    void plain() {
        stack.publish("stock-app.yaml", published("stock-app.yaml") + PLAIN);
        stack.publish("order-app.yaml", published("order-app.yaml") + PLAIN);
        restart(stack.orderApp(), stack.stockApp());
    }

    /** One route more. */
    void echo() {
        stack.publish("gateway-app.yaml", withEcho(published("gateway-app.yaml")));
        restart(stack.gatewayApp());
    }

    static String withEcho(String gateway) {
        if (!gateway.contains(ROUTES)) {
            throw new BenchFailure("gateway-app.yaml has no list of routes where it was");
        }
        return gateway.replace(ROUTES, ROUTES + ECHO);
    }

    private String published(String dataId) {
        return stack.published(dataId);
    }

    private static void restart(Server... servers) {
        List<Server> all = Arrays.asList(servers);
        all.forEach(Server::stop);
        all.parallelStream().forEach(Server::start);
    }
}
