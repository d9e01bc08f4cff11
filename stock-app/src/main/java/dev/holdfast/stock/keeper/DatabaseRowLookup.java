package dev.holdfast.stock.keeper;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.holdfast.stock.gate.StockRowLookup;
import dev.holdfast.stockapi.StockKey;
import java.util.Collection;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Asks the database for the gate, by the primary key. */
@Component
class DatabaseRowLookup implements StockRowLookup {
    private final KeeperMapper database;

    DatabaseRowLookup(KeeperMapper database) {
        this.database = database;
    }

    @Override
    public Set<StockKey> existing(Collection<StockKey> rows) {
        return database.existing(rows).stream()
                .map(row -> new StockKey(row.storeId(), row.skuId()))
                .collect(toUnmodifiableSet());
    }
}
