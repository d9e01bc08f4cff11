package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.stock.shelf.Units;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.TccAnswer;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Confirm and Cancel, for a batch in one local transaction: the cells are found and locked, the table decides one after
 * the other, and what moves changes the reservations and their stock rows together or not at all.
 */
@Component
class Settling {
    private final ReservationMapper reservations;
    private final Ledger ledger;
    private final Shelf shelf;
    private final BatchTransaction transaction;
    private final Clock clock;

    Settling(ReservationMapper reservations, Ledger ledger, Shelf shelf, BatchTransaction transaction, Clock clock) {
        this.reservations = reservations;
        this.ledger = ledger;
        this.shelf = shelf;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Sells what is held. */
    List<Outcome> confirm(List<Asked> batch) {
        return settle(TccVerb.CONFIRM, batch, shelf::sell);
    }

    /** Gives back what is held, or leaves tombstones that refuse Tries still on their way. */
    List<Outcome> cancel(List<Asked> batch) {
        return settle(TccVerb.CANCEL, batch, shelf::giveBack);
    }

    private List<Outcome> settle(TccVerb verb, List<Asked> batch, Consumer<List<Units>> moveUnits) {
        return transaction.run(
                batch, asked -> needs(verb, asked), (asked, status) -> settleLocked(verb, asked, moveUnits));
    }

    /** The rows that each locks: its own, and those of its stock if it moves. */
    private List<Set<Object>> needs(TccVerb verb, List<Asked> batch) {
        Map<String, Reservation> known =
                ledger.find(ids(batch)).stream().collect(toMap(Reservation::reservationId, found -> found));
        return batch.stream()
                .map(asked -> needs(verb, asked, known.get(asked.id())))
                .toList();
    }

    private static Set<Object> needs(TccVerb verb, Asked asked, Reservation known) {
        Set<Object> rows = new HashSet<>(Set.of(asked.id()));
        if (known != null
                && new Cell(TccState.valueOf(known.state().name()), known.xid()).on(verb, asked.xid())
                        instanceof TccAnswer.Move) {
            known.lines().forEach(line -> rows.add(line.stock()));
        }
        return rows;
    }

    /** What the table said, and what is to be written of it. */
    private static final class Decision {
        private final Map<String, Cell> cells = new HashMap<>();
        private final List<TccAnswer> answers = new ArrayList<>();
        private final Map<TccState, List<Asked>> tombstones = new HashMap<>();
        private final Map<Edge, List<Asked>> moves = new HashMap<>();
    }

    private record Edge(TccState from, TccState to) {}

    private List<Outcome> settleLocked(TccVerb verb, List<Asked> batch, Consumer<List<Units>> moveUnits) {
        Decision decision = decide(verb, batch);
        // If a Try or Cancel comes between the read and the insert, all of this is done again, and finds its row.
        decision.tombstones.forEach((state, asked) ->
                reservations.insert(asked.stream().sorted(Asked.LOCK_ORDER).toList(), state, clock.instant()));
        decision.moves.forEach(this::move);
        Map<String, List<Line>> lines = ledger.lines(ids(batch));
        moveUnits.accept(Units.of(decision.moves.values().stream()
                .flatMap(List::stream)
                .flatMap(moved -> lines.getOrDefault(moved.id(), List.of()).stream())));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            outcomes.add(outcome(batch.get(i), decision, i, lines));
        }
        return outcomes;
    }

    private Decision decide(TccVerb verb, List<Asked> batch) {
        Decision decision = new Decision();
        reservations
                .lock(ids(batch))
                .forEach(row -> decision.cells.put(row.reservationId(), new Cell(row.state(), row.xid())));
        for (Asked asked : batch) {
            // A verb that comes twice in one batch meets the cell as the first has left it.
            Cell cell = decision.cells.getOrDefault(asked.id(), Cell.ABSENT);
            TccAnswer answer = cell.on(verb, asked.xid());
            decision.answers.add(answer);
            if (answer instanceof TccAnswer.Move move) {
                (cell.isAbsent()
                                ? decision.tombstones.computeIfAbsent(move.to(), any -> new ArrayList<>())
                                : decision.moves.computeIfAbsent(
                                        new Edge(cell.state(), move.to()), any -> new ArrayList<>()))
                        .add(asked);
                decision.cells.put(asked.id(), new Cell(move.to(), asked.xid()));
            }
        }
        return decision;
    }

    private void move(Edge edge, List<Asked> asked) {
        int rows = reservations.move(
                ids(asked), asked.stream().map(Asked::xid).collect(toSet()), edge.from(), edge.to(), clock.instant());
        if (rows != asked.size()) {
            throw new IllegalStateException(rows + " rows moved of " + asked + ", which are locked as " + edge.from());
        }
    }

    private static Outcome outcome(Asked asked, Decision decision, int i, Map<String, List<Line>> lines) {
        return decision.answers
                .get(i)
                .answer(
                        move -> stands(asked, move.to(), lines),
                        echo -> stands(asked, echo.state(), lines),
                        no -> new Outcome.Refused(
                                no.reason(),
                                decision.cells
                                        .getOrDefault(asked.id(), Cell.ABSENT)
                                        .xid()));
    }

    private static Outcome stands(Asked asked, TccState state, Map<String, List<Line>> lines) {
        return new Outcome.Stands(new Reservation(
                asked.id(), asked.xid(), Ledger.wire(state), lines.getOrDefault(asked.id(), List.of())));
    }

    private static Collection<String> ids(List<Asked> batch) {
        return batch.stream().map(Asked::id).collect(toCollection(TreeSet::new));
    }
}
