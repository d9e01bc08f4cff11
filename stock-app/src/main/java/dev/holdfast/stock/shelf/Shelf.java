package dev.holdfast.stock.shelf;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockLevel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stock rows. Every change is one guarded update of all rows of a batch, inside the caller's transaction, in lock
 * order.
 */
@Component
public class Shelf {
    /** Rows in one statement: a longer list takes the parser more memory and time than a second statement costs. */
    private static final int MOST_ROWS = 500;

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
        for (List<Units> some : split(wanted)) {
            int rows = stock.freeze(some, clock.instant());
            if (rows > some.size()) {
                throw new IllegalStateException(rows + " stock rows changed for " + some);
            }
            if (rows < some.size()) {
                return false;
            }
        }
        return true;
    }

    /** What is available of each, until this transaction ends; who is not named has no row. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<StockKey, Long> lock(List<StockKey> keys) {
        return split(keys).stream()
                .flatMap(some -> stock.lock(some).stream())
                .collect(toMap(row -> new StockKey(row.storeId(), row.skuId()), StockMapper.Available::available));
    }

    /** What is available of each at this instant; locks nothing, and a row that does not exist is not named. */
    public Map<StockKey, Long> available(List<StockKey> keys) {
        return split(keys).stream()
                .flatMap(some -> stock.available(some).stream())
                .collect(toMap(row -> new StockKey(row.storeId(), row.skuId()), StockMapper.Available::available));
    }

    /** Those of these rows that another transaction holds locked now. Those that were not are locked until this one ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<StockKey> locked(List<StockKey> keys) {
        Set<StockKey> locked = new HashSet<>();
        for (List<StockKey> some : split(keys)) {
            locked.addAll(stock.existing(some));
            stock.lockFree(some).forEach(locked::remove);
        }
        return locked;
    }

    /** frozen to sold, for all rows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sell(List<Units> held) {
        split(held).forEach(some -> all(stock.sell(some, clock.instant()), some));
    }

    /** frozen back to available, for all rows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(List<Units> held) {
        split(held).forEach(some -> all(stock.giveBack(some, clock.instant()), some));
    }

    private static <T> List<List<T>> split(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_ROWS) {
            parts.add(all.subList(from, Math.min(from + MOST_ROWS, all.size())));
        }
        return parts;
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
