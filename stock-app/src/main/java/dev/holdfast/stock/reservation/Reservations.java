package dev.holdfast.stock.reservation;

import dev.holdfast.batching.Batcher;
import dev.holdfast.batching.Blame;
import dev.holdfast.batching.Work;
import dev.holdfast.stockapi.HeldReservation;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.ReservationState;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * The reserve table: Try, Confirm and Cancel, each batched naturally. Every verb may be repeated, and a batch may be done
 * again after it failed.
 */
@Service
@EnableConfigurationProperties(BatchingSettings.class)
class Reservations {
    private final Batcher<Attempt, Outcome> tries;
    private final Batcher<Asked, Outcome> confirms;
    private final Batcher<Asked, Outcome> cancels;
    private final Ledger ledger;

    Reservations(Gated verbs, Ledger ledger, BatchingSettings settings, MeterRegistry meters) {
        this.ledger = ledger;
        // First come, first served on every stock row; one that somebody holds stops nobody else's.
        tries = batcher("try", verbs::tryAll, Reservations::touched, settings, meters);
        confirms = batcher("confirm", verbs::confirm, asked -> List.of(asked.id()), settings, meters);
        cancels = batcher("cancel", verbs::cancel, asked -> List.of(asked.id()), settings, meters);
    }

    private static <T> Batcher<T, Outcome> batcher(
            String verb,
            Work<T, Outcome> work,
            Function<T, Collection<?>> keys,
            BatchingSettings settings,
            MeterRegistry meters) {
        DistributionSummary sizes = DistributionSummary.builder("holdfast.batch.size")
                .tag("verb", verb)
                .register(meters);
        return new Batcher<>(verb, settings.limits(), work, keys, Reservations::blame, sizes::record);
    }

    private static Collection<?> touched(Attempt attempt) {
        return Stream.concat(
                        Stream.of(attempt.id()),
                        attempt.lines().asList().stream().map(Line::stock))
                .toList();
    }

    private static Blame blame(RuntimeException e) {
        if (e instanceof PessimisticLockingFailureException) {
            return Blame.KEY;
        }
        return e instanceof TransactionException || e instanceof DataAccessResourceFailureException
                ? Blame.EVERYONE
                : Blame.ONE;
    }

    /** Holds all lines, or none. */
    CompletableFuture<Outcome> tryReserve(Attempt attempt) {
        return tries.submit(attempt);
    }

    /** The same for each of many, one behind the other. */
    List<CompletableFuture<Outcome>> tryAll(List<Attempt> attempts) {
        return tries.submitAll(attempts);
    }

    /** Sells what is held. */
    CompletableFuture<Outcome> confirm(Asked asked) {
        return confirms.submit(asked);
    }

    List<CompletableFuture<Outcome>> confirmAll(List<Asked> asked) {
        return confirms.submitAll(asked);
    }

    /** Gives back what is held, or leaves a tombstone that refuses a Try still on its way. */
    CompletableFuture<Outcome> cancel(Asked asked) {
        return cancels.submit(asked);
    }

    List<CompletableFuture<Outcome>> cancelAll(List<Asked> asked) {
        return cancels.submitAll(asked);
    }

    /** Those that there are of these, as they are now. */
    List<Reservation> findAll(Collection<String> ids) {
        return ledger.find(ids);
    }

    /** The reservation as it is now. */
    Optional<Reservation> find(ReservationId id) {
        return ledger.find(List.of(id.value())).stream().findFirst();
    }

    /** Reservations that have been in {@code state} for at least {@code age}, oldest first. */
    List<HeldReservation> list(ReservationState state, Duration age, Instant afterTime, String afterId, int limit) {
        return ledger.list(state, age, afterTime, afterId, limit);
    }

    @PreDestroy
    void drain() {
        tries.close();
        confirms.close();
        cancels.close();
    }
}
