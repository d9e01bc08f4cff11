package dev.holdfast.stock.reservation;

import dev.holdfast.stock.web.Problem;
import dev.holdfast.stockapi.Each;
import dev.holdfast.stockapi.FindBatch;
import dev.holdfast.stockapi.HeldReservation;
import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.ReservationState;
import dev.holdfast.stockapi.SettleBatch;
import dev.holdfast.stockapi.StockProblem;
import dev.holdfast.stockapi.TryBatch;
import dev.holdfast.stockapi.TryRequest;
import dev.holdfast.stockapi.Xid;
import dev.holdfast.tcc.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The TCC endpoints (inner: never routed by the gateway). Hands on, and says outcomes in HTTP. */
@RestController
@RequestMapping("/tcc/reservations")
class ReservationController {
    private static final int MOST_LISTED = 1000;

    private final Reservations reservations;

    ReservationController(Reservations reservations) {
        this.reservations = reservations;
    }

    @PostMapping("/{reservationId}/try")
    CompletableFuture<Reservation> tryReserve(@PathVariable String reservationId, @RequestBody TryRequest request) {
        return reservations
                .tryReserve(new Attempt(new ReservationId(reservationId).value(), request.xid(), request.lines()))
                .thenApply(ReservationController::answer);
    }

    @PostMapping("/{reservationId}/confirm")
    CompletableFuture<Reservation> confirm(@PathVariable String reservationId, @RequestBody Xid request) {
        return reservations.confirm(asked(reservationId, request)).thenApply(ReservationController::answer);
    }

    @PostMapping("/{reservationId}/cancel")
    CompletableFuture<Reservation> cancel(@PathVariable String reservationId, @RequestBody Xid request) {
        return reservations.cancel(asked(reservationId, request)).thenApply(ReservationController::answer);
    }

    private static Asked asked(String reservationId, Xid request) {
        return new Asked(new ReservationId(reservationId).value(), request.xid());
    }

    @PostMapping("/try")
    CompletableFuture<List<Each<ProblemDetail>>> tryAll(@RequestBody TryBatch request) {
        return each(reservations.tryAll(request.reservations().stream()
                .map(wanted -> new Attempt(wanted.reservationId(), request.xid(), wanted.lines()))
                .toList()));
    }

    @PostMapping("/confirm")
    CompletableFuture<List<Each<ProblemDetail>>> confirmAll(@RequestBody SettleBatch request) {
        return each(reservations.confirmAll(asked(request)));
    }

    @PostMapping("/cancel")
    CompletableFuture<List<Each<ProblemDetail>>> cancelAll(@RequestBody SettleBatch request) {
        return each(reservations.cancelAll(asked(request)));
    }

    @PostMapping("/find")
    List<Reservation> findAll(@RequestBody FindBatch request) {
        return Problem.ofRead(() -> reservations.findAll(request.reservationIds()));
    }

    private static List<Asked> asked(SettleBatch request) {
        return request.reservationIds().stream()
                .map(id -> new Asked(id, request.xid()))
                .toList();
    }

    @GetMapping("/{reservationId}")
    Reservation find(@PathVariable String reservationId) {
        return reservations
                .find(new ReservationId(reservationId))
                .orElseThrow(() -> Problem.of(StockProblem.UNKNOWN_RESERVATION, "no reservation has this id"));
    }

    /**
     * Oldest first, page by page: {@code afterTime} and {@code afterId} are {@code updatedAt} and id of the last one of the
     * page before.
     *
     * @param limit 1 to {@value #MOST_LISTED}, 500 if not given
     */
    @GetMapping
    List<HeldReservation> list(
            @RequestParam ReservationState state,
            @RequestParam(defaultValue = "0") int olderThanSeconds,
            @RequestParam(defaultValue = "1970-01-01T00:00:00Z") Instant afterTime,
            @RequestParam(defaultValue = "") String afterId,
            @RequestParam(defaultValue = "500") int limit) {
        if (olderThanSeconds < 0) {
            throw new InvalidRequestException("olderThanSeconds must be 0 or more, but is " + olderThanSeconds);
        }
        if (limit < 1 || limit > MOST_LISTED) {
            throw new InvalidRequestException("limit must be between 1 and " + MOST_LISTED + ", but is " + limit);
        }
        if (!afterId.isEmpty()) {
            new ReservationId(afterId);
        }
        return reservations.list(state, Duration.ofSeconds(olderThanSeconds), afterTime, afterId, limit);
    }

    private static CompletableFuture<List<Each<ProblemDetail>>> each(List<CompletableFuture<Outcome>> outcomes) {
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .handle((all, anyFailure) -> outcomes.stream()
                        .map(outcome ->
                                outcome.handle(ReservationController::one).join())
                        .toList());
    }

    private static Each<ProblemDetail> one(Outcome outcome, Throwable failure) {
        if (failure != null) {
            return new Each<>(null, Problem.of(failure));
        }
        return outcome instanceof Outcome.Stands stands
                ? new Each<>(stands.reservation(), null)
                : new Each<>(null, problem(outcome).getBody());
    }

    private static Reservation answer(Outcome outcome) {
        if (outcome instanceof Outcome.Stands stands) {
            return stands.reservation();
        }
        throw problem(outcome);
    }

    private static ErrorResponseException problem(Outcome outcome) {
        if (outcome instanceof Outcome.Insufficient few) {
            return Problem.of(
                    StockProblem.INSUFFICIENT_STOCK,
                    "fewer units are available than requested",
                    Map.of("shortages", few.shortages()));
        }
        if (outcome instanceof Outcome.UnknownSku none) {
            return Problem.of(
                    StockProblem.UNKNOWN_SKU, "no stock row has this store and SKU", Map.of("unknown", none.unknown()));
        }
        if (outcome instanceof Outcome.Busy) {
            return Problem.of(StockProblem.STOCK_BUSY, "rows or connections were taken for too long; nothing was done");
        }
        return refusal((Outcome.Refused) outcome);
    }

    private static ErrorResponseException refusal(Outcome.Refused refused) {
        StockProblem problem = StockProblem.valueOf(refused.reason().name());
        return refused.reason() == Refusal.ID_REUSED
                ? Problem.of(problem, detail(refused.reason()), Map.of("xid", refused.ownerXid()))
                : Problem.of(problem, detail(refused.reason()));
    }

    private static String detail(Refusal reason) {
        return switch (reason) {
            case ALREADY_CANCELLED -> "the reservation was cancelled, which is final";
            case ALREADY_CONFIRMED -> "the reservation was confirmed, which is final";
            case NOT_TRIED -> "nothing was tried under this id";
            case ID_REUSED -> "the id belongs to the transaction of member xid, or was tried with other lines";
        };
    }
}
