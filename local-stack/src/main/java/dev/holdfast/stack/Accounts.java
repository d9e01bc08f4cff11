package dev.holdfast.stack;

/** The demonstration's accounts: the same in sql/databases.sql, in seata-config and in docker-compose.yml. */
final class Accounts {

    record Account(String name, String password) {}

    static final Account DATABASE_ROOT = new Account("root", "root-demo");
    static final Account ORDER_DATABASE = new Account("holdfast_order", "order-demo");
    static final Account STOCK_DATABASE = new Account("holdfast_stock", "stock-demo");
    static final Account SEATA_DATABASE = new Account("seata", "seata-demo");
    static final Account REDIS = new Account("default", "redis-demo");
    static final Account NACOS_ADMIN = new Account("nacos", "nacos-demo");
    static final Account NACOS_APPS = new Account("holdfast", "holdfast-demo");
    static final Account SEATA_CONSOLE = new Account("seata", "seata-demo");

    private Accounts() {}
}
