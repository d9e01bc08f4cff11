package dev.holdfast.proof;

import java.sql.Connection;
import java.sql.Statement;

/** A row that a transaction outside of the apps may hold locked. */
final class LockedRow {
    private final Shop shop;
    private final String row;

    private LockedRow(Shop shop, String row) {
        this.shop = shop;
        this.row = row;
    }

    /** The stock row of this SKU in store 1. */
    static LockedRow stock(Shop shop, long sku) {
        return new LockedRow(shop, "holdfast_stock.stock WHERE store_id = 1 AND sku_id = " + sku);
    }

    static LockedRow reservation(Shop shop, String id) {
        return new LockedRow(shop, "holdfast_stock.stock_reservation WHERE reservation_id = '" + id + "'");
    }

    interface Work {
        void run() throws Exception;
    }

    /** Holds the row locked while this is done. */
    void during(Work work) throws Exception {
        try (Connection connection = shop.stack.rootConnection("");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT 1 FROM " + row + " FOR UPDATE");
            try {
                work.run();
            } finally {
                connection.rollback();
            }
        }
    }
}
