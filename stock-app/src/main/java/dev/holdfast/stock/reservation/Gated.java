package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.toSet;

import dev.holdfast.stock.gate.Asking;
import dev.holdfast.stock.gate.Gate;
import dev.holdfast.stock.gate.Verdict;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.tcc.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The verbs with the gate before them: who wants of a hot row that has nothing left is sent away without a transaction,
 * and the gate is told what became of everyone else.
 */
@Component
class Gated {
    private static final Logger LOG = LoggerFactory.getLogger(Gated.class);

    private final Gate gate;
    private final Trying trying;
    private final Settling settling;
    private final Ledger ledger;

    Gated(Gate gate, Trying trying, Settling settling, Ledger ledger) {
        this.gate = gate;
        this.trying = trying;
        this.settling = settling;
        this.ledger = ledger;
    }

    List<Outcome> tryAll(List<Attempt> batch) {
        Map<Attempt, Outcome> sentAway = sentAway(batch);
        List<Attempt> admitted =
                batch.stream().filter(attempt -> !sentAway.containsKey(attempt)).toList();
        List<Outcome> outcomes = admitted.isEmpty() ? List.of() : trying.all(admitted);
        List<Asking> holdNothing = new ArrayList<>();
        for (int i = 0; i < admitted.size(); i++) {
            if (holdsNothing(outcomes.get(i))) {
                holdNothing.add(asking(admitted.get(i)));
            }
        }
        gate.giveBack(holdNothing);
        List<Outcome> all = new ArrayList<>();
        int next = 0;
        for (Attempt attempt : batch) {
            Outcome no = sentAway.get(attempt);
            all.add(no != null ? no : outcomes.get(next++));
        }
        return all;
    }

    /** Whom the gate refuses; but one who has a row is repeating a Try, and is to hear what became of the first. */
    private Map<Attempt, Outcome> sentAway(List<Attempt> batch) {
        List<Verdict> verdicts = gate.take(batch.stream().map(Gated::asking).toList());
        Map<Attempt, Outcome> sentAway = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Short few) {
                sentAway.put(batch.get(i), new Outcome.Insufficient(few.shortages()));
            }
        }
        if (!sentAway.isEmpty()) {
            Set<String> known =
                    known(sentAway.keySet().stream().map(Attempt::id).collect(toSet()));
            sentAway.keySet().removeIf(attempt -> known.contains(attempt.id()));
        }
        return sentAway;
    }

    private Set<String> known(Collection<String> ids) {
        try {
            return ledger.known(ids);
        } catch (DataAccessException | TransactionException e) {
            // The refusal stands without the database: a repeated Try is told less than could be known, and holds no
            // more.
            LOG.warn("repeated tries cannot be told from new ones: {}", e.toString());
            return Set.of();
        }
    }

    /** True if nobody holds under this id: then whatever the gate took for it is free again. */
    private static boolean holdsNothing(Outcome outcome) {
        // One that stands is held, or was sold: the keeper looks up what the gate need not have taken again.
        return !(outcome instanceof Outcome.Stands)
                && !(outcome instanceof Outcome.Refused no && no.reason() == Refusal.ID_REUSED);
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
