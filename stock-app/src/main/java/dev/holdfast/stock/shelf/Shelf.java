package dev.holdfast.stock.shelf;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockLevel;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stock rows. Every change is one guarded update of all rows of a batch, inside the caller's transaction, in lock
 * order.
 */
@Component
public class Shelf {
    private final StockMapper stock;
    private final Clock clock;

    Shelf(StockMapper stock, Clock clock) {
        this.stock = stock;
        this.clock = clock;
    }

    /**
     * available to frozen, for all rows.
     *
     * @return false if a row is short or unknown: then others may have changed, and the caller must roll back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean freeze(List<Units> wanted) {
        int rows = stock.freeze(wanted, clock.instant());
        if (rows > wanted.size()) {
            throw new IllegalStateException(rows + " stock rows changed for " + wanted);
        }
        return rows == wanted.size();
    }

    /** What is available of each, until this transaction ends; who is not named has no row. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<StockKey, Long> lock(List<StockKey> keys) {
        return stock.lock(keys).stream()
                .collect(toMap(row -> new StockKey(row.storeId(), row.skuId()), StockMapper.Available::available));
    }

    /** What is available of each at this instant; locks nothing, and a row that does not exist is not named. */
    public Map<StockKey, Long> available(List<StockKey> keys) {
        return stock.available(keys).stream()
                .collect(toMap(row -> new StockKey(row.storeId(), row.skuId()), StockMapper.Available::available));
    }

    /** frozen to sold, for all rows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sell(List<Units> held) {
        all(held.isEmpty() ? 0 : stock.sell(held, clock.instant()), held);
    }

    /** frozen back to available, for all rows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(List<Units> held) {
        all(held.isEmpty() ? 0 : stock.giveBack(held, clock.instant()), held);
    }

    /** The row as it is now. */
    public Optional<StockLevel> level(StockKey key) {
        return Optional.ofNullable(stock.level(key));
    }

    private static void all(int rows, List<Units> held) {
        if (rows != held.size()) {
            // A TRIED reservation holds its units frozen: the row is there and has them, or I2 is already broken.
            throw new IllegalStateException(rows + " stock rows changed, must be all of " + held);
        }
    }
}
