package dev.holdfast.order.tcc;

import dev.holdfast.order.ledger.Orders;
import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gives back what a transaction holds. */
@Component
class StockCancellations {
    private final StockClient stock;
    private final Orders orders;

    /**
     * Tries that never left this process, or to which stock said that it holds nothing. Their Cancel has nothing to give
     * back and no late Try to fear, so it need not wait for a stock-app that is down: else every order refused during an
     * outage would be asked again every second until its end. Forgetting one (or another process being asked) costs a
     * request, and leaves a tombstone.
     */
    private final Remembered nothingHeld = new Remembered(Duration.ofMinutes(10));

    /**
     * Those that stock has given back, so that whichever door is asked second need not ask again. Remembering is sound,
     * since CANCELLED never changes and a cell never changes its owner; forgetting costs a request, since Cancel echoes.
     */
    private final Remembered givenBack = new Remembered(Duration.ofMinutes(1));

    StockCancellations(StockClient stock, Orders orders) {
        this.stock = stock;
        this.orders = orders;
    }

    /** These hold nothing under {@code xid}, and no Try of them is on its way. */
    void nothingHeld(String xid, Collection<String> ids) {
        nothingHeld.add(xid, ids);
    }

    /**
     * Returns once none of these holds anything under {@code xid}. What becomes of one holds back no other.
     *
     * @throws BrokenPromiseException if one of them was sold, which none is while Seata remembers the transaction
     * @throws RuntimeException if one cannot be asked about: not known, ask again
     */
    void cancel(Collection<String> ids, String xid) {
        List<String> held = new ArrayList<>(ids);
        held.removeAll(nothingHeld.of(xid));
        held.removeAll(givenBack.of(xid));
        if (held.isEmpty()) {
            return;
        }
        List<Answered<CancelOutcome>> answers = stock.cancelAll(new Xid(xid), held);
        givenBack.add(xid, thoseGivenBack(held, answers));
        List<String> sold = new ArrayList<>();
        RuntimeException notKnown = null;
        for (int i = 0; i < held.size(); i++) {
            // An id of another transaction is fine here: nothing of this one is held.
            if (answers.get(i).failure() != null) {
                notKnown = answers.get(i).failure();
            } else if (answers.get(i).outcome() instanceof CancelOutcome.AlreadyConfirmed) {
                sold.add(held.get(i));
            }
        }
        if (!sold.isEmpty()) {
            throw new BrokenPromiseException("stock refuses to cancel of " + xid + " " + sold + ": confirmed");
        }
        if (notKnown != null) {
            throw notKnown;
        }
    }

    /** Of these, the ones of which stock has said that nothing is held any more, as far as this process remembers. */
    Set<String> givenBack(Collection<String> ids, String xid) {
        Set<String> back = new HashSet<>(givenBack.of(xid));
        back.retainAll(Set.copyOf(ids));
        return back;
    }

    /** A tombstone is none of these: where nothing is known to have been held, an order that was TRIED learns nothing. */
    private static List<String> thoseGivenBack(List<String> ids, List<Answered<CancelOutcome>> answers) {
        List<String> back = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            CancelOutcome outcome = answers.get(i).outcome();
            if (outcome instanceof CancelOutcome.IdReused
                    || outcome instanceof CancelOutcome.Cancelled cancelled && cancelled.wasHeld()) {
                back.add(ids.get(i));
            }
        }
        return back;
    }

    /**
     * What a Cancel of a transaction may move.
     *
     * @param givenBack orders that may be TRIED: stock has said that nothing is held for them any more
     * @param neverTried orders that are off only if they are still NEW
     * @param notYet why some are in neither; null if none is left out
     */
    record Off(Collection<String> givenBack, Collection<String> neverTried, RuntimeException notYet) {}

    /**
     * Makes sure that stock gives back what it holds for the orders that are TRIED under {@code xid}. Those that are NEW
     * need no question: commit is asked for only after NEW went to TRIED. In the usual case the stock door was asked
     * first, here, and nobody is asked anything.
     */
    Off off(List<String> registered, String xid) {
        Set<String> back = givenBack.of(xid);
        if (back.containsAll(registered)) {
            return new Off(registered, List.of(), null);
        }
        List<String> tried = orders.heldUnder(xid, registered);
        RuntimeException notYet = null;
        try {
            cancel(tried, xid);
        } catch (RuntimeException e) {
            notYet = e;
        }
        back = new HashSet<>(givenBack.of(xid));
        List<String> unknown = new ArrayList<>(tried);
        unknown.removeAll(back);
        if (notYet == null && !unknown.isEmpty()) {
            notYet = new BrokenPromiseException(
                    "orders of " + xid + " were tried, and stock knows of no Try: " + unknown);
        }
        List<String> neverTried = new ArrayList<>(registered);
        neverTried.removeAll(tried);
        back.retainAll(registered);
        neverTried.removeAll(back);
        return new Off(back, neverTried, notYet);
    }
}
