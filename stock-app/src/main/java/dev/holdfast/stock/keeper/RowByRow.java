package dev.holdfast.stock.keeper;

import dev.holdfast.stock.keeper.RowRepair.RedisFailed;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Work on many rows, one after the other, in an order that is another one each time: a row that fails stops no other. When
 * several fail in a row, Redis or the database is taken to be away and the rest is left to the next time.
 */
final class RowByRow {
    static final int MAX_FAILED_IN_A_ROW = 3;

    private RowByRow() {}

    /** Some rows failed, the others are done. */
    static final class SomeFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private SomeFailed(Map<StockKey, Throwable> failed) {
            super(
                    "the others are done, but not " + failed,
                    failed.values().iterator().next());
        }
    }

    /**
     * @throws SomeFailed when all that could be done is done
     * @throws RedisFailed if no row could be done since Redis failed
     */
    static void forEach(Collection<StockKey> rows, Consumer<StockKey> work) {
        List<StockKey> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled);
        Map<StockKey, Throwable> failed = new LinkedHashMap<>();
        boolean anyDone = false;
        int inARow = 0;
        for (StockKey row : shuffled) {
            try {
                work.accept(row);
                anyDone = true;
                inARow = 0;
            } catch (RuntimeException | Error e) {
                failed.put(row, e);
                if (++inARow == MAX_FAILED_IN_A_ROW) {
                    break;
                }
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        if (!anyDone && failed.values().stream().allMatch(RedisFailed.class::isInstance)) {
            throw (RedisFailed) failed.values().iterator().next();
        }
        throw new SomeFailed(failed);
    }
}
