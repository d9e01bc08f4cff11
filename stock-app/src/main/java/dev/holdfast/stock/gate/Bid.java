package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.List;

/** One asking at the gate: what became of its hot lines so far. Answers come from other threads than the one that asks. */
final class Bid {
    private final String reservationId;
    private final List<Line> hotLines;
    private final List<StockKey> takenNow = new ArrayList<>();
    private final List<Shortage> shortages = new ArrayList<>();
    private int answered;

    Bid(String reservationId, List<Line> hotLines) {
        this.reservationId = reservationId;
        this.hotLines = hotLines;
    }

    String reservationId() {
        return reservationId;
    }

    List<Line> hotLines() {
        return hotLines;
    }

    synchronized boolean isShort() {
        return !shortages.isEmpty();
    }

    /** It holds this line now. @param now false if it held it since before, and so must not give it back */
    synchronized void took(Line line, boolean now) {
        answered++;
        if (now) {
            takenNow.add(line.stock());
        }
    }

    /** The line is not gated after all: its row is not loaded. */
    synchronized void passed() {
        answered++;
    }

    /** @return what was taken for it before and is to be given back, since it is all lines or none */
    synchronized List<StockKey> refused(Line line, long free) {
        answered++;
        shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), free));
        List<StockKey> back = List.copyOf(takenNow);
        takenNow.clear();
        return back;
    }

    /** An answer that is not complete is none: the database names every short line. */
    synchronized boolean complete() {
        return answered == hotLines.size();
    }

    synchronized Verdict verdict() {
        return complete() && isShort() ? new Verdict.Short(List.copyOf(shortages)) : Verdict.GO;
    }
}
