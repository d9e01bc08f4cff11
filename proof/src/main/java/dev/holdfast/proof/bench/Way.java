package dev.holdfast.proof.bench;

import java.util.Locale;

/** What is measured: the product, run in three ways, and what it is held against. In the order of their turns. */
enum Way {
    /** As published. */
    OURS,
    /** A trivial validated POST through the same gateway. */
    ECHO,
    /** The same product, gate and batching off. */
    PLAIN,
    /** The durable SQL of an order, by JDBC. */
    LIMIT,
    /** As published, Seata's sessions in the database. */
    OURS_DB;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean placesOrders() {
        return this == OURS || this == PLAIN || this == OURS_DB;
    }
}
