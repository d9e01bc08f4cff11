package dev.holdfast.stock.shelf;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockLevel;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stock rows. Every change is one guarded update inside the caller's transaction, lines in lock order.
 */
@Component
public class Shelf {
    private final StockMapper stock;
    private final Clock clock;

    Shelf(StockMapper stock, Clock clock) {
        this.stock = stock;
        this.clock = clock;
    }

    /** What {@link #freeze} found missing; if there is anything, the caller must roll back. */
    public record Missing(List<StockKey> unknown, List<Shortage> shortages) {
        public boolean nothing() {
            return unknown.isEmpty() && shortages.isEmpty();
        }
    }

    /** available to frozen, for all lines; goes on after a short one, so that every short line can be named. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Missing freeze(List<Line> lines) {
        Instant now = clock.instant();
        Missing missing = new Missing(new ArrayList<>(), new ArrayList<>());
        for (Line line : lines) {
            int rows = stock.freeze(line, now);
            if (rows == 0) {
                note(line, missing);
            } else {
                exactlyOne(rows, line);
            }
        }
        return missing;
    }

    private void note(Line line, Missing missing) {
        Long available = stock.available(line.stock());
        if (available == null) {
            missing.unknown.add(line.stock());
        } else {
            // A unit may have come back between the update and this read: the refusal stands, the figure is honest.
            missing.shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), available));
        }
    }

    /** frozen to sold, for all lines. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sell(List<Line> lines) {
        Instant now = clock.instant();
        lines.forEach(line -> exactlyOne(stock.sell(line, now), line));
    }

    /** frozen back to available, for all lines. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(List<Line> lines) {
        Instant now = clock.instant();
        lines.forEach(line -> exactlyOne(stock.giveBack(line, now), line));
    }

    /** The row as it is now. */
    public Optional<StockLevel> level(StockKey key) {
        return Optional.ofNullable(stock.level(key));
    }

    private static void exactlyOne(int rows, Line line) {
        if (rows != 1) {
            // A TRIED reservation holds its units frozen: the row is there and has them, or I2 is already broken.
            throw new IllegalStateException(rows + " stock rows changed for " + line + ", must be 1");
        }
    }
}
