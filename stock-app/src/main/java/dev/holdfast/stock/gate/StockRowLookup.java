package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.util.Collection;
import java.util.Set;

/** Which stock rows there are, as the database has it. The gate itself knows no database. */
@FunctionalInterface
public interface StockRowLookup {
    /**
     * Those of the rows that exist, in one read. It may block.
     *
     * @param rows {@value ExistingRows#MAX_ASKED} at most
     * @throws RuntimeException if the database does not answer
     */
    Set<StockKey> existing(Collection<StockKey> rows);
}
