package dev.holdfast.stock.gate;

import dev.holdfast.stock.gate.Turnstiles.Taken;
import dev.holdfast.stock.gate.Turnstiles.Want;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * One take of many bids: one call per hot row, all at once, except that a bid of several rows goes through them in lock
 * order and stops taking at the first that is short. Were all its rows asked at once, two bids could each take what the
 * other lacks, and both would be refused units that one of them could have had.
 */
final class Taking {
    private final Turnstiles turnstiles;
    private final boolean byForce;
    private final BiConsumer<StockKey, Taken> witness;
    private final GiveBack giveBack;
    private final Map<StockKey, List<Candidate>> rows = new TreeMap<>();
    private volatile boolean abandoned;
    private volatile boolean heard;

    /** Gives back what one reservation took at one row. */
    @FunctionalInterface
    interface GiveBack {
        /** @return done when Redis has answered, or will not; never fails */
        CompletableFuture<?> giveBack(StockKey row, String reservationId);
    }

    private record Candidate(Bid bid, Line line) {}

    /**
     * @param byForce takes also what does not fit
     * @param witness is told every answer of a row
     */
    Taking(Turnstiles turnstiles, boolean byForce, BiConsumer<StockKey, Taken> witness, GiveBack giveBack) {
        this.turnstiles = turnstiles;
        this.byForce = byForce;
        this.witness = witness;
        this.giveBack = giveBack;
    }

    /** Asks for all bids, in their order. Done when every row has answered, failed if one did not. */
    CompletableFuture<Void> start(List<Bid> bids) {
        for (Bid bid : bids) {
            bid.hotLines().forEach(line -> rows.computeIfAbsent(line.stock(), row -> new ArrayList<>())
                    .add(new Candidate(bid, line)));
        }
        Map<Bid, CompletableFuture<Void>> steps = new HashMap<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        rows.forEach((row, candidates) -> {
            CompletableFuture<?>[] before = candidates.stream()
                    .map(candidate -> before(candidate.bid(), steps))
                    .filter(step -> !step.isDone() || step.isCompletedExceptionally())
                    .distinct()
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture<Void> asked = before.length == 0
                    ? ask(row, candidates)
                    : CompletableFuture.allOf(before).thenCompose(done -> ask(row, candidates));
            candidates.forEach(candidate -> steps.put(candidate.bid(), asked));
            all.add(asked);
        });
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    /** A take must not overtake the giving back of what the same reservation took before. */
    private static CompletableFuture<?> before(Bid bid, Map<Bid, CompletableFuture<Void>> steps) {
        CompletableFuture<Void> step = steps.get(bid);
        return step != null ? step : bid.givenBack();
    }

    /** The caller no longer waits: what has not been asked yet is not asked any more, and what is held stays held. */
    void abandon() {
        abandoned = true;
    }

    /** Whether any row has answered: then Redis is there, and it was only too much to ask. */
    boolean heard() {
        return heard;
    }

    private CompletableFuture<Void> ask(StockKey row, List<Candidate> candidates) {
        if (abandoned) {
            return CompletableFuture.failedFuture(new IllegalStateException("nobody waits any more"));
        }
        List<Candidate> takers = candidates.stream()
                .filter(candidate -> !candidate.bid().isShort())
                .toList();
        List<Candidate> lookers = candidates.stream()
                .filter(candidate -> candidate.bid().isShort())
                .toList();
        List<Want> wants = takers.stream()
                .map(taker -> new Want(taker.bid().reservationId(), taker.line().quantity()))
                .toList();
        return turnstiles.take(row, wants, byForce).thenAccept(taken -> {
            heard = true;
            witness.accept(row, taken);
            if (!taken.loaded()) {
                candidates.forEach(candidate -> candidate.bid().passed(candidate.line()));
                return;
            }
            for (int i = 0; i < takers.size(); i++) {
                note(takers.get(i), taken.answers().get(i));
            }
            lookers.forEach(looker -> look(looker, taken.free()));
        });
    }

    private void note(Candidate taker, long answer) {
        if (answer >= 0) {
            refuse(taker, answer);
        } else if (taker.bid().took(taker.line(), answer == Taken.NOW)) {
            giveBack(taker.bid(), taker.line().stock());
        }
    }

    /** It is short elsewhere and takes nothing here; but a refusal names every line that is short. */
    private void look(Candidate looker, long free) {
        if (looker.line().quantity() > free) {
            refuse(looker, Math.max(free, 0));
        } else {
            looker.bid().passed(looker.line());
        }
    }

    private void refuse(Candidate candidate, long free) {
        candidate.bid().refused(candidate.line(), free).forEach(row -> giveBack(candidate.bid(), row));
    }

    private void giveBack(Bid bid, StockKey row) {
        bid.givingBack(giveBack.giveBack(row, bid.reservationId()));
    }
}
