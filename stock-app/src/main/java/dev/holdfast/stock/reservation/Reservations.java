package dev.holdfast.stock.reservation;

import dev.holdfast.batching.Batcher;
import dev.holdfast.batching.Blame;
import dev.holdfast.batching.Limits;
import dev.holdfast.batching.Work;
import dev.holdfast.stockapi.HeldReservation;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
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
    private final LockedRows rows;
    private final Duration patience;
    private final ExecutorService again = Executors.newCachedThreadPool();

    Reservations(
            Gated verbs,
            Ledger ledger,
            LockedRows rows,
            LockedRowsSettings lockedRows,
            BatchingSettings batching,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.rows = rows;
        patience = lockedRows.patience();
        Limits limits = batching.limits().withPatience(patience);
        // First come, first served on every stock row; one that somebody holds stops nobody else's.
        tries = batcher("try", limits, verbs::tryAll, Attempt::needs, Reservations::lines, meters);
        confirms = batcher("confirm", limits, verbs::confirm, asked -> List.of(asked.id()), asked -> 1, meters);
        cancels = batcher("cancel", limits, verbs::cancel, asked -> List.of(asked.id()), asked -> 1, meters);
    }

    private static <T> Batcher<T, Outcome> batcher(
            String verb,
            Limits limits,
            Work<T, Outcome> work,
            Function<T, Collection<?>> keys,
            ToIntFunction<T> weights,
            MeterRegistry meters) {
        DistributionSummary sizes = DistributionSummary.builder("holdfast.batch.size")
                .tag("verb", verb)
                .register(meters);
        return new Batcher<>(verb, limits, work, keys, weights, Reservations::blame, sizes::record);
    }

    private static int lines(Attempt attempt) {
        return attempt.lines().asList().size();
    }

    private static Blame blame(RuntimeException e) {
        if (e instanceof PessimisticLockingFailureException) {
            return Blame.KEY;
        }
        if (e instanceof RecoverableDataAccessException) {
            // The connection was lost, perhaps while the commit was under way.
            return Blame.DOUBT;
        }
        return e instanceof TransactionException || e instanceof DataAccessResourceFailureException
                ? Blame.EVERYONE
                : Blame.ONE;
    }

    /** Holds all lines, or none. */
    CompletableFuture<Outcome> tryReserve(Attempt attempt) {
        return patiently(() -> tries.submit(attempt));
    }

    /** The same for each of many, one behind the other. */
    List<CompletableFuture<Outcome>> tryAll(List<Attempt> attempts) {
        return attempts.size() == 1 ? List.of(tryReserve(attempts.get(0))) : tries.submitAll(attempts);
    }

    /** Sells what is held. */
    CompletableFuture<Outcome> confirm(Asked asked) {
        return patiently(() -> confirms.submit(asked));
    }

    List<CompletableFuture<Outcome>> confirmAll(List<Asked> asked) {
        return asked.size() == 1 ? List.of(confirm(asked.get(0))) : confirms.submitAll(asked);
    }

    /** Gives back what is held, or leaves a tombstone that refuses a Try still on its way. */
    CompletableFuture<Outcome> cancel(Asked asked) {
        return patiently(() -> cancels.submit(asked));
    }

    List<CompletableFuture<Outcome>> cancelAll(List<Asked> asked) {
        return asked.size() == 1 ? List.of(cancel(asked.get(0))) : cancels.submitAll(asked);
    }

    /**
     * A request that came alone waits for the row that it was the first to find locked, since no other waits for its answer. It
     * waits in no lane and with no lock, and is done again once, when the row is free.
     */
    private CompletableFuture<Outcome> patiently(Supplier<CompletableFuture<Outcome>> submit) {
        long begin = System.nanoTime();
        return submit.get().thenCompose(outcome -> {
            if (!(outcome instanceof Outcome.Busy busy)
                    || !busy.found()
                    || busy.locked().isEmpty()) {
                return CompletableFuture.completedFuture(outcome);
            }
            return rows.whenFree(busy.locked(), patience.minusNanos(System.nanoTime() - begin))
                    .thenComposeAsync(free -> free ? submit.get() : CompletableFuture.completedFuture(outcome), again);
        });
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
        again.shutdown();
    }
}
