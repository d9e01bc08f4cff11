package dev.holdfast.proof.faults;

/** A process of the stack. */
enum Part {
    ORDER_APP("order-app"),
    ORDER_APP_2("order-app-2"),
    STOCK_APP("stock-app"),
    STOCK_APP_2("stock-app-2"),
    GATEWAY("gateway-app"),
    SEATA("seata"),
    DATABASE("database"),
    REDIS("redis"),
    NACOS("nacos");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
