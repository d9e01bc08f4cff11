package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One asking at the gate: what became of its hot lines so far. Answers come from other threads than the one that asks, and
 * some after it has stopped waiting for them.
 */
public final class Bid {
    private final String reservationId;
    private final List<Line> hotLines;
    private final Set<StockKey> unanswered = new HashSet<>();
    private final List<StockKey> takenNow = new ArrayList<>();
    private final List<Shortage> shortages = new ArrayList<>();
    private CompletableFuture<?> givenBack = CompletableFuture.completedFuture(null);
    private Verdict verdict;
    private boolean released;

    Bid(String reservationId, List<Line> hotLines) {
        this.reservationId = reservationId;
        this.hotLines = hotLines;
        hotLines.forEach(line -> unanswered.add(line.stock()));
    }

    /** The same asking once more, when this one is over. */
    Bid again() {
        Bid again = new Bid(reservationId, hotLines);
        again.givenBack = givenBack();
        return again;
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

    /**
     * It holds this line now.
     *
     * @param now false if it held it since before, and so must not give it back
     * @return whether it is to be given back at once, since the bid was released before this answer came
     */
    synchronized boolean took(Line line, boolean now) {
        unanswered.remove(line.stock());
        if (now && !released) {
            takenNow.add(line.stock());
        }
        return now && released;
    }

    /** The line is not gated after all: its row is not loaded. */
    synchronized void passed(Line line) {
        unanswered.remove(line.stock());
    }

    /**
     * @return what was taken for it before and is to be given back, since it is all lines or none; nothing if the answer
     *     comes too late and the Try has gone on
     */
    synchronized List<StockKey> refused(Line line, long free) {
        unanswered.remove(line.stock());
        shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), free));
        return verdict != null ? List.of() : takeBack();
    }

    /**
     * Its Try surely holds nothing.
     *
     * @return what was taken for it by this very bid; what an answer that is still to come takes, {@link #took} gives back
     */
    synchronized List<StockKey> release() {
        released = true;
        return takeBack();
    }

    private List<StockKey> takeBack() {
        List<StockKey> back = List.copyOf(takenNow);
        takenNow.clear();
        return back;
    }

    /** Units of it are being given back. @param done never fails */
    synchronized void givingBack(CompletableFuture<?> done) {
        givenBack = CompletableFuture.allOf(givenBack, done);
    }

    /** Done when all that was given back so far has arrived. */
    synchronized CompletableFuture<?> givenBack() {
        return givenBack;
    }

    /** An answer that is not complete is none: the database names every short line. */
    synchronized boolean complete() {
        return unanswered.isEmpty();
    }

    /** Rows that have not answered: a take may have passed there, or not. */
    synchronized Set<StockKey> unanswered() {
        return Set.copyOf(unanswered);
    }

    /** What the caller acts on; an answer that comes later changes nothing of it. */
    public synchronized Verdict verdict() {
        if (verdict == null) {
            verdict = complete() && isShort() ? new Verdict.Short(List.copyOf(shortages)) : Verdict.GO;
        }
        return verdict;
    }
}
