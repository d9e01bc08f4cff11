package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.stock.reservation.ReservationMapper.LineRow;
import dev.holdfast.stock.reservation.ReservationMapper.Row;
import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.stock.shelf.Units;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationState;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.Refusal;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;

/** Try, for a batch in one local transaction: each holds all its lines or none. */
@Component
class Trying {
    private final ReservationMapper reservations;
    private final Ledger ledger;
    private final Shelf shelf;
    private final BatchTransaction transaction;
    private final Clock clock;

    Trying(ReservationMapper reservations, Ledger ledger, Shelf shelf, BatchTransaction transaction, Clock clock) {
        this.reservations = reservations;
        this.ledger = ledger;
        this.shelf = shelf;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One outcome for each, in the same order. */
    List<Outcome> all(List<Attempt> batch) {
        return transaction.run(batch, Trying::needs, this::inRounds);
    }

    private static List<Set<Object>> needs(List<Attempt> batch) {
        return batch.stream().map(Attempt::needs).toList();
    }

    /** An id that is named more than once is tried in a round each, all of them in the one transaction. */
    private List<Outcome> inRounds(List<Attempt> batch, TransactionStatus status) {
        Outcome[] outcomes = new Outcome[batch.size()];
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            left.add(i);
        }
        while (!left.isEmpty()) {
            left = round(batch, left, outcomes, status);
        }
        return List.of(outcomes);
    }

    /** Tries the first of each id. @return those that repeat one of these, for the next round */
    private List<Integer> round(List<Attempt> batch, List<Integer> left, Outcome[] outcomes, TransactionStatus status) {
        Map<String, Integer> first = new LinkedHashMap<>();
        List<Integer> again = new ArrayList<>();
        for (int i : left) {
            if (first.putIfAbsent(batch.get(i).id(), i) != null) {
                again.add(i);
            }
        }
        List<Attempt> attempts = first.values().stream().map(batch::get).toList();
        Map<String, Outcome> answers = tryOnce(attempts, status);
        first.forEach((id, i) -> outcomes[i] = answers.get(id));
        return again;
    }

    private Map<String, Outcome> tryOnce(List<Attempt> attempts, TransactionStatus status) {
        try {
            // Most tries are first ones: the insert finds out, without a read before it.
            insert(attempts);
            return hold(attempts, status);
        } catch (DuplicateKeyException taken) {
            // No move starts at those that are there, so they are not locked: many who repeat one Try would deadlock.
            Map<String, Row> known =
                    reservations.find(ids(attempts)).stream().collect(toMap(Row::reservationId, row -> row));
            List<Attempt> fresh = attempts.stream()
                    .filter(attempt -> !known.containsKey(attempt.id()))
                    .toList();
            Map<String, Outcome> outcomes = new HashMap<>();
            if (!fresh.isEmpty()) {
                insert(fresh);
                outcomes.putAll(hold(fresh, status));
            }
            attempts.stream()
                    .filter(attempt -> known.containsKey(attempt.id()))
                    .forEach(attempt -> outcomes.put(attempt.id(), repeated(attempt, known.get(attempt.id()))));
            return outcomes;
        }
    }

    private void insert(List<Attempt> attempts) {
        List<Asked> rows = attempts.stream()
                .map(attempt -> new Asked(attempt.id(), attempt.xid()))
                .sorted(Asked.LOCK_ORDER)
                .toList();
        reservations.insert(rows, Ledger.afterAbsent(TccVerb.TRY), clock.instant());
    }

    private Map<String, Outcome> hold(List<Attempt> attempts, TransactionStatus status) {
        Object unheld = status.createSavepoint();
        insertLines(attempts);
        if (shelf.freeze(units(attempts))) {
            return attempts.stream().collect(toMap(Attempt::id, Trying::held));
        }
        status.rollbackToSavepoint(unheld);
        return holdWhatThereIs(attempts, status);
    }

    /** Somebody is short: admits one after the other, with the rows locked. */
    private Map<String, Outcome> holdWhatThereIs(List<Attempt> attempts, TransactionStatus status) {
        Admission admission = new Admission(shelf.lock(keys(attempts)));
        Map<String, Outcome> outcomes = new HashMap<>();
        List<Attempt> admitted = new ArrayList<>();
        for (Attempt attempt : attempts) {
            admission
                    .refuse(attempt.lines().asList())
                    .ifPresentOrElse(no -> outcomes.put(attempt.id(), no), () -> admitted.add(attempt));
        }
        // A Try refused for lack of stock leaves nothing, not even its row.
        if (!outcomes.isEmpty() && reservations.delete(outcomes.keySet()) != outcomes.size()) {
            throw new IllegalStateException("rows inserted in this transaction are not there: " + outcomes.keySet());
        }
        if (!admitted.isEmpty()) {
            insertLines(admitted);
            if (!shelf.freeze(units(admitted))) {
                throw new IllegalStateException("rows locked in this transaction have become short: " + admitted);
            }
            admitted.forEach(attempt -> outcomes.put(attempt.id(), held(attempt)));
        }
        return outcomes;
    }

    private Outcome repeated(Attempt attempt, Row row) {
        Cell cell = new Cell(row.state(), row.xid());
        return cell.on(TccVerb.TRY, attempt.xid())
                .answer(
                        move -> {
                            throw new IllegalStateException(attempt + " has a row, and yet is to be moved there");
                        },
                        echo -> echoIfSame(attempt, echo.state()),
                        no -> new Outcome.Refused(no.reason(), cell.xid()));
    }

    private Outcome echoIfSame(Attempt attempt, TccState state) {
        List<Line> lines = ledger.lines(List.of(attempt.id())).getOrDefault(attempt.id(), List.of());
        return lines.equals(attempt.lines().asList())
                ? new Outcome.Stands(new Reservation(attempt.id(), attempt.xid(), Ledger.wire(state), lines))
                : new Outcome.Refused(Refusal.ID_REUSED, attempt.xid());
    }

    private void insertLines(List<Attempt> attempts) {
        reservations.insertLines(attempts.stream()
                .flatMap(attempt -> attempt.lines().asList().stream()
                        .map(line -> new LineRow(attempt.id(), line.storeId(), line.skuId(), line.quantity())))
                .toList());
    }

    private static Outcome held(Attempt attempt) {
        return new Outcome.Stands(new Reservation(
                attempt.id(),
                attempt.xid(),
                ReservationState.TRIED,
                attempt.lines().asList()));
    }

    private static List<String> ids(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::id).toList();
    }

    private static Stream<Line> lines(List<Attempt> attempts) {
        return attempts.stream().flatMap(attempt -> attempt.lines().asList().stream());
    }

    private static List<Units> units(List<Attempt> attempts) {
        return Units.of(lines(attempts));
    }

    private static List<StockKey> keys(List<Attempt> attempts) {
        return lines(attempts).map(Line::stock).distinct().sorted().toList();
    }
}
