package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An order with a row that may be sold out, and the question whether it is refused. The answer is the shortages, or an empty
 * list if the order is to be placed; the first answer counts.
 */
final class RefusalAttempt {
    final String buyerId;
    final String key;
    final long hash;
    private final List<Line> lines;
    private final CompletableFuture<List<Shortage>> answer = new CompletableFuture<>();

    // Set once, before the attempt is handed to another thread.
    private Map<StockKey, MarkLease> marks = Map.of();
    private MarkLease decisive;

    RefusalAttempt(String buyerId, String key, long hash, List<Line> lines) {
        this.buyerId = buyerId;
        this.key = key;
        this.hash = hash;
        this.lines = lines;
    }

    CompletableFuture<List<Shortage>> answer() {
        return answer;
    }

    /**
     * Takes the marks that Redis has, of a question that was asked after this order arrived.
     *
     * @return the row whose keys decide, null if none of its rows is marked
     */
    StockKey marked(Map<StockKey, MarkLease> found) {
        if (!found.isEmpty()) {
            for (Line line : lines) {
                MarkLease mark = found.get(line.stock());
                if (mark != null) {
                    marks = found;
                    decisive = mark;
                    return line.stock();
                }
            }
        }
        return null;
    }

    /** Of the mark of the row whose keys decide. */
    MarkLease.Version version() {
        return decisive.version();
    }

    /** It is not refused: it is to be placed. */
    void place() {
        answer.complete(List.of());
    }

    /** It is refused, unless the mark has ended meanwhile; only if its key is known to be held by no order. */
    void refuse(long now) {
        answer.complete(decisive.isOver(now) ? List.of() : shortages(now));
    }

    private List<Shortage> shortages(long now) {
        List<Shortage> shortages = new ArrayList<>(1);
        for (Line line : lines) {
            MarkLease mark = marks.get(line.stock());
            if (mark != null && !mark.isOver(now)) {
                shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), 0));
            }
        }
        return shortages;
    }
}
