package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.holdfast.stock.LocalTransaction;
import dev.holdfast.stock.reservation.ReservationMapper.LineRow;
import dev.holdfast.stock.reservation.ReservationMapper.Row;
import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Lines;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.ReservationState;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.Refusal;
import dev.holdfast.tcc.TccAnswer;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionStatus;

/**
 * The reserve table. Each verb is one local transaction: the cell is found and locked, the twelve cells decide, and a
 * move changes the reservation and its stock rows together or not at all.
 */
@Service
class Reservations {
    private final ReservationMapper reservations;
    private final Shelf shelf;
    private final LocalTransaction transaction;
    private final Clock clock;

    Reservations(ReservationMapper reservations, Shelf shelf, LocalTransaction transaction, Clock clock) {
        this.reservations = reservations;
        this.shelf = shelf;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Holds all lines, or none. */
    Outcome tryReserve(ReservationId id, String xid, Lines lines) {
        return transaction.run(status -> {
            try {
                // Most tries are first ones: the insert finds out, without a read before it.
                insert(id, xid, TccVerb.TRY);
            } catch (DuplicateKeyException taken) {
                // No move starts here, so no lock is taken: many who repeat one Try would deadlock on it.
                return repeated(id, xid, lines, cell(reservations.find(id.value())));
            }
            return hold(id, xid, lines, status);
        });
    }

    private Outcome repeated(ReservationId id, String xid, Lines lines, Cell cell) {
        return cell.on(TccVerb.TRY, xid)
                .answer(
                        move -> {
                            throw new IllegalStateException(id + " was there for the insert and is not for the read");
                        },
                        echo -> echoIfSame(id, xid, echo.state(), lines),
                        no -> new Outcome.Refused(no.reason(), cell.xid()));
    }

    /** Sells what is held. */
    Outcome confirm(ReservationId id, String xid) {
        return transaction.run(status -> settle(TccVerb.CONFIRM, id, xid, lock(id), shelf::sell));
    }

    /** Gives back what is held, or leaves a tombstone that refuses a Try still on its way. */
    Outcome cancel(ReservationId id, String xid) {
        return transaction.run(status -> {
            Cell cell = lock(id);
            if (cell.isAbsent()) {
                // If a Try or Cancel comes between the read and the insert, all of this is done again, and finds its
                // row.
                insert(id, xid, TccVerb.CANCEL);
                return stands(id, xid, TccState.CANCELLED);
            }
            return settle(TccVerb.CANCEL, id, xid, cell, shelf::giveBack);
        });
    }

    private Outcome settle(TccVerb verb, ReservationId id, String xid, Cell cell, Consumer<List<Line>> moveUnits) {
        return cell.on(verb, xid)
                .answer(
                        move -> move(id, cell, move.to(), moveUnits),
                        echo -> stands(id, xid, echo.state()),
                        no -> new Outcome.Refused(no.reason(), cell.xid()));
    }

    /** Moves an absent cell as the table says. @throws DuplicateKeyException if it is not absent */
    private void insert(ReservationId id, String xid, TccVerb verb) {
        if (!(verb.on(TccState.ABSENT) instanceof TccAnswer.Move move)) {
            throw new IllegalArgumentException(verb + " does not move an absent cell");
        }
        reservations.insert(id.value(), xid, move.to(), clock.instant());
    }

    private Cell lock(ReservationId id) {
        return cell(reservations.lock(id.value()));
    }

    private static Cell cell(Row row) {
        return row == null ? Cell.ABSENT : new Cell(row.state(), row.xid());
    }

    private Outcome hold(ReservationId id, String xid, Lines lines, TransactionStatus status) {
        reservations.insertLines(id.value(), lines.asList());
        Shelf.Missing missing = shelf.freeze(lines.asList());
        if (missing.nothing()) {
            return new Outcome.Stands(new Reservation(id.value(), xid, ReservationState.TRIED, lines.asList()));
        }
        // A Try refused for lack of stock leaves nothing, not even its row.
        status.setRollbackOnly();
        return missing.unknown().isEmpty()
                ? new Outcome.Insufficient(missing.shortages())
                : new Outcome.UnknownSku(missing.unknown());
    }

    private Outcome echoIfSame(ReservationId id, String xid, TccState state, Lines lines) {
        return linesOf(id).equals(lines.asList())
                ? stands(id, xid, state)
                : new Outcome.Refused(Refusal.ID_REUSED, xid);
    }

    private Outcome move(ReservationId id, Cell from, TccState to, Consumer<List<Line>> moveUnits) {
        int rows = reservations.move(id.value(), from.xid(), from.state(), to, clock.instant());
        if (rows != 1) {
            throw new IllegalStateException(rows + " rows moved of " + id + ", which is locked as " + from);
        }
        List<Line> lines = linesOf(id);
        moveUnits.accept(lines);
        return new Outcome.Stands(new Reservation(id.value(), from.xid(), wire(to), lines));
    }

    private Outcome stands(ReservationId id, String xid, TccState state) {
        return new Outcome.Stands(new Reservation(id.value(), xid, wire(state), linesOf(id)));
    }

    private List<Line> linesOf(ReservationId id) {
        return reservations.lines(id.value()).stream().map(LineRow::line).toList();
    }

    /** The reservation as it is now. */
    Optional<Reservation> find(ReservationId id) {
        return Optional.ofNullable(reservations.find(id.value()))
                .map(row -> new Reservation(row.reservationId(), row.xid(), wire(row.state()), linesOf(id)));
    }

    /** Reservations that have been in {@code state} for at least {@code age}, oldest first. */
    List<Reservation> list(ReservationState state, Duration age, int limit) {
        List<Row> rows = reservations.list(
                TccState.valueOf(state.name()), clock.instant().minus(age), limit);
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, List<Line>> lines = reservations
                .linesOf(rows.stream().map(Row::reservationId).toList())
                .stream()
                .collect(groupingBy(LineRow::reservationId, mapping(LineRow::line, toList())));
        return rows.stream()
                .map(row -> new Reservation(
                        row.reservationId(),
                        row.xid(),
                        wire(row.state()),
                        lines.getOrDefault(row.reservationId(), List.of())))
                .toList();
    }

    private static ReservationState wire(TccState state) {
        return ReservationState.valueOf(state.name());
    }
}
