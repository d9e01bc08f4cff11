package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What was to be given back while Redis did not answer. The keeper finds cancelled reservations by itself; but of one that
 * was refused the database knows nothing, and its units would stay taken until it is forgotten.
 */
final class Untold {
    /** More than these are left to the keeper. */
    static final int MOST = 10_000;

    private record Holder(StockKey row, String reservationId) {}

    private final ArrayBlockingQueue<Holder> holders = new ArrayBlockingQueue<>(MOST);

    void keep(StockKey row, Set<String> ids) {
        ids.forEach(id -> holders.offer(new Holder(row, id)));
    }

    Map<StockKey, Set<String>> drain() {
        List<Holder> kept = new ArrayList<>();
        holders.drainTo(kept);
        Map<StockKey, Set<String>> rows = new HashMap<>();
        kept.forEach(holder ->
                rows.computeIfAbsent(holder.row(), row -> new LinkedHashSet<>()).add(holder.reservationId()));
        return rows;
    }
}
