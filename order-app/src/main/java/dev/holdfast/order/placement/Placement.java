package dev.holdfast.order.placement;

import dev.holdfast.batching.Batcher;
import dev.holdfast.batching.Blame;
import dev.holdfast.order.ledger.Fresh;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.OrderNumbers;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.order.soldout.SoldOut;
import dev.holdfast.order.tcc.Coordinator;
import dev.holdfast.stockapi.Shortage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Places orders: those that arrive while others are being placed are placed together, next. */
@Service
@EnableConfigurationProperties(BatchingSettings.class)
class Placement {
    private final OrderNumbers numbers;
    private final Clock clock;
    private final SoldOut soldOut;
    private final Coordinator coordinator;
    private final Batcher<Fresh, Answer> placing;

    /** While the coordinator is away: nobody is to wait behind those who still wait for it. */
    private final Batcher<Fresh, Answer> refusing;

    /** Orders this process is working on: a replay that meets one is told so, and not to poll. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    Placement(
            OrderNumbers numbers,
            Clock clock,
            SoldOut soldOut,
            Coordinator coordinator,
            Placing work,
            BatchingSettings settings,
            MeterRegistry meters) {
        this.numbers = numbers;
        this.clock = clock;
        this.soldOut = soldOut;
        this.coordinator = coordinator;
        DistributionSummary sizes = DistributionSummary.builder("holdfast.batch.size")
                .tag("verb", "place")
                .register(meters);
        placing = line("place", work, settings, sizes);
        refusing = line("refuse", work, settings, sizes);
    }

    private Batcher<Fresh, Answer> line(
            String name, Placing work, BatchingSettings settings, DistributionSummary sizes) {
        return new Batcher<>(
                name,
                settings.limits(),
                batch -> work.all(batch, running::contains),
                // Two of the same key must not wait for each other: the second is told that the first is running.
                fresh -> List.of(),
                fresh -> fresh.order().lines().size(),
                Placement::blame,
                sizes::record);
    }

    /**
     * The answer, some time later; exceptionally only if the database cannot be asked for the claim: then no transaction
     * was begun.
     *
     * @throws dev.holdfast.batching.TurnedAwayException if too many are waiting; nothing was done
     */
    CompletableFuture<Answer> place(PlaceOrder wish, IdempotencyKey key) {
        List<Shortage> known =
                soldOut.refuse(wish.buyerId(), key.value(), wish.lines().asList());
        if (!known.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer.Refused(Refusals.soldOut(known)));
        }
        Order fresh = fresh(wish);
        running.add(fresh.orderNo());
        try {
            return (coordinator.isAway() ? refusing : placing)
                    .submit(new Fresh(fresh, key.value()))
                    .whenComplete((answer, failure) -> running.remove(fresh.orderNo()));
        } catch (RuntimeException turnedAway) {
            running.remove(fresh.orderNo());
            throw turnedAway;
        }
    }

    private Order fresh(PlaceOrder wish) {
        // To the millisecond, as the column keeps it: the first answer and its replay show the same time.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Order(
                numbers.next(),
                wish.buyerId(),
                wish.fingerprint(),
                null,
                OrderStatus.NEW,
                null,
                null,
                now,
                now,
                wish.lines().asList());
    }

    private static Blame blame(RuntimeException e) {
        return e instanceof TransactionException || e instanceof DataAccessResourceFailureException
                ? Blame.EVERYONE
                : Blame.ONE;
    }

    @PreDestroy
    void drain() {
        placing.close();
        refusing.close();
    }
}
