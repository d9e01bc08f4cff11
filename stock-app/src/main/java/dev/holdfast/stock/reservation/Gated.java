package dev.holdfast.stock.reservation;

import dev.holdfast.stock.gate.Asking;
import dev.holdfast.stock.gate.Bid;
import dev.holdfast.stock.gate.Gate;
import dev.holdfast.stock.gate.Verdict;
import dev.holdfast.stock.web.Problem;
import dev.holdfast.stockapi.Reservation;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The verbs with the gate before them: a Try for which a hot row has too few units is refused without a transaction, once
 * the database has been read, and the gate is told what became of every other.
 */
@Component
class Gated {
    private final Gate gate;
    private final Trying trying;
    private final Settling settling;
    private final RefusalLookup lookup;

    Gated(Gate gate, Trying trying, Settling settling, RefusalLookup lookup) {
        this.gate = gate;
        this.trying = trying;
        this.settling = settling;
        this.lookup = lookup;
    }

    List<Outcome> tryAll(List<Attempt> batch) {
        List<Bid> bids =
                new ArrayList<>(gate.take(batch.stream().map(Gated::asking).toList()));
        Outcome[] outcomes = new Outcome[batch.size()];
        lookUpRefusals(batch, bids, outcomes);
        List<Integer> goOn = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                goOn.add(i);
            }
        }
        if (!goOn.isEmpty()) {
            List<Outcome> tried = tried(batch, bids, goOn);
            for (int i = 0; i < goOn.size(); i++) {
                outcomes[goOn.get(i)] = tried.get(i);
            }
        }
        List<Bid> holdNothing = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (!(outcomes[i] instanceof Outcome.Stands)) {
                holdNothing.add(bids.get(i));
            }
        }
        gate.release(holdNothing);
        return List.of(outcomes);
    }

    /** Fills in the outcomes that need no transaction, and puts the bids of those that take by force in their place. */
    private void lookUpRefusals(List<Attempt> batch, List<Bid> bids, Outcome[] outcomes) {
        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < bids.size(); i++) {
            if (bids.get(i).verdict() instanceof Verdict.Short) {
                refused.add(i);
            }
        }
        if (refused.isEmpty()) {
            return;
        }
        List<RefusalLookup.Decision> decisions =
                lookup.decide(refused.stream().map(batch::get).toList());
        List<Integer> byForce = new ArrayList<>();
        for (int i = 0; i < refused.size(); i++) {
            if (decisions.get(i) instanceof RefusalLookup.Decision.Final no) {
                outcomes[refused.get(i)] = no.outcome();
            } else if (decisions.get(i) == RefusalLookup.Decision.ENOUGH) {
                byForce.add(refused.get(i));
            }
        }
        if (!byForce.isEmpty()) {
            List<Bid> taken = gate.takeByForce(byForce.stream().map(bids::get).toList());
            for (int i = 0; i < byForce.size(); i++) {
                bids.set(byForce.get(i), taken.get(i));
            }
        }
    }

    private List<Outcome> tried(List<Attempt> batch, List<Bid> bids, List<Integer> goOn) {
        try {
            return trying.all(goOn.stream().map(batch::get).toList());
        } catch (RuntimeException e) {
            // Not if a commit was not answered: then the keeper finds out.
            if (Problem.isNothingDone(e)) {
                gate.release(goOn.stream().map(bids::get).toList());
            }
            throw e;
        }
    }

    List<Outcome> confirm(List<Asked> batch) {
        List<Outcome> outcomes = settling.confirm(batch);
        gate.settle(standing(outcomes));
        return outcomes;
    }

    List<Outcome> cancel(List<Asked> batch) {
        List<Outcome> outcomes = settling.cancel(batch);
        gate.giveBack(standing(outcomes));
        return outcomes;
    }

    private static List<Asking> standing(List<Outcome> outcomes) {
        List<Asking> standing = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Stands stands) {
                Reservation reservation = stands.reservation();
                standing.add(new Asking(reservation.reservationId(), reservation.lines()));
            }
        }
        return standing;
    }

    private static Asking asking(Attempt attempt) {
        return new Asking(attempt.id(), attempt.lines().asList());
    }
}
