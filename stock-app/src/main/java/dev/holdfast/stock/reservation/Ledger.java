package dev.holdfast.stock.reservation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.holdfast.stock.reservation.ReservationMapper.LineRow;
import dev.holdfast.stock.reservation.ReservationMapper.ListedRow;
import dev.holdfast.stock.reservation.ReservationMapper.Row;
import dev.holdfast.stockapi.HeldReservation;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationState;
import dev.holdfast.tcc.TccAnswer;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Reads the reserve table. */
@Component
class Ledger {
    private final ReservationMapper reservations;
    private final Clock clock;

    Ledger(ReservationMapper reservations, Clock clock) {
        this.reservations = reservations;
        this.clock = clock;
    }

    /** Those there are of these, as they are now. */
    List<Reservation> find(Collection<String> ids) {
        return ids.isEmpty() ? List.of() : withLines(reservations.find(ids));
    }

    /** Of these ids, the ones that have a row. */
    Set<String> known(Collection<String> ids) {
        return reservations.find(ids).stream().map(Row::reservationId).collect(toSet());
    }

    /** Reservations that have been in {@code state} for at least {@code age}, oldest first, behind the one named. */
    List<HeldReservation> list(ReservationState state, Duration age, Instant afterTime, String afterId, int limit) {
        List<ListedRow> rows = reservations.list(
                TccState.valueOf(state.name()), clock.instant().minus(age), afterTime, afterId, limit);
        Map<String, List<Line>> lines =
                lines(rows.stream().map(ListedRow::reservationId).toList());
        return rows.stream()
                .map(row -> new HeldReservation(
                        row.reservationId(),
                        row.xid(),
                        wire(row.state()),
                        lines.getOrDefault(row.reservationId(), List.of()),
                        row.updatedAt()))
                .toList();
    }

    /** The lines of each, in lock order; who has none is not named. */
    Map<String, List<Line>> lines(Collection<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : reservations.lines(ids).stream()
                        .collect(groupingBy(LineRow::reservationId, mapping(LineRow::line, toList())));
    }

    private List<Reservation> withLines(List<Row> rows) {
        Map<String, List<Line>> lines =
                lines(rows.stream().map(Row::reservationId).toList());
        return rows.stream()
                .map(row -> new Reservation(
                        row.reservationId(),
                        row.xid(),
                        wire(row.state()),
                        lines.getOrDefault(row.reservationId(), List.of())))
                .toList();
    }

    static ReservationState wire(TccState state) {
        return ReservationState.valueOf(state.name());
    }

    /** Where {@code verb} moves what has no row. */
    static TccState afterAbsent(TccVerb verb) {
        if (verb.on(TccState.ABSENT) instanceof TccAnswer.Move move) {
            return move.to();
        }
        throw new IllegalArgumentException(verb + " does not move an absent cell");
    }
}
