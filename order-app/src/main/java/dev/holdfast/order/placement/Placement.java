package dev.holdfast.order.placement;

import dev.holdfast.batching.Batcher;
import dev.holdfast.batching.Blame;
import dev.holdfast.order.ledger.Fresh;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.OrderNumbers;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.order.soldout.KeyHash;
import dev.holdfast.order.soldout.SoldOut;
import dev.holdfast.order.tcc.Coordinator;
import dev.holdfast.stockapi.Line;
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
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Places orders: those that arrive while others are being placed are placed together, next. */
@Service
@EnableConfigurationProperties(BatchingSettings.class)
class Placement {
    private static final int MAX_THREADS = 16;

    private final OrderNumbers numbers;
    private final Clock clock;
    private final SoldOut soldOut;
    private final Coordinator coordinator;
    private final Batcher<Fresh, Answer> placing;

    /** While the coordinator is away: nobody is to wait behind those who still wait for it. */
    private final Batcher<Fresh, Answer> refusing;

    /** Orders this process is working on: a replay that meets one is told so, and not to poll. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /** How many requests under a key are under way here, by the key's hash. */
    private final ConcurrentMap<Long, Integer> inFlight = new ConcurrentHashMap<>();

    /** Orders that were not refused from memory after all. */
    private final ExecutorService notRefused = threads();

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

    private static ExecutorService threads() {
        // With batching at most two are busy: one in each batcher. Without it each order needs one.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "not-refused");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
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
        List<Line> lines = wish.lines().asList();
        Long hash = KeyHash.of(wish.buyerId(), key.value());
        // An order under this key is being placed here: this one is to hear that, not that its row is sold out.
        boolean first = inFlight.merge(hash, 1, Integer::sum) == 1;
        CompletableFuture<Answer> answer;
        try {
            answer = first && soldOut.mayRefuse(lines) ? refusedOrPlaced(wish, key, hash) : placed(wish, key);
        } catch (RuntimeException turnedAway) {
            landed(hash);
            throw turnedAway;
        }
        return answer.whenComplete((done, failure) -> landed(hash));
    }

    private void landed(Long hash) {
        inFlight.computeIfPresent(hash, (key, orders) -> orders == 1 ? null : orders - 1);
    }

    private CompletableFuture<Answer> refusedOrPlaced(PlaceOrder wish, IdempotencyKey key, long hash) {
        return soldOut.refusal(wish.buyerId(), key.value(), hash, wish.lines().asList())
                .thenCompose(shortages -> shortages.isEmpty()
                        // Not in the thread that found out: an order may be placed in its caller's.
                        ? CompletableFuture.supplyAsync(() -> placed(wish, key), notRefused)
                                .thenCompose(placed -> placed)
                        : CompletableFuture.completedFuture(new Answer.Refused(Refusals.soldOut(shortages))));
    }

    private CompletableFuture<Answer> placed(PlaceOrder wish, IdempotencyKey key) {
        Order fresh = fresh(wish);
        running.add(fresh.orderNo());
        try {
            return (coordinator.isAway() ? refusing : placing)
                    .submit(new Fresh(fresh, key.value()))
                    .whenComplete((answer, failure) -> running.remove(fresh.orderNo()))
                    .thenCompose(answer -> counted(answer, fresh.lines()));
        } catch (RuntimeException turnedAway) {
            running.remove(fresh.orderNo());
            throw turnedAway;
        }
    }

    /** The answer, once no order-app can refuse a replay of this order from memory. */
    private CompletableFuture<Answer> counted(Answer answer, List<Line> lines) {
        boolean granted =
                answer instanceof Answer.Stands stands && stands.order().status() == OrderStatus.CONFIRMED;
        CompletableFuture<Void> counted = answer instanceof Answer.NotNow ? null : soldOut.countPassed(lines, granted);
        return counted == null ? CompletableFuture.completedFuture(answer) : counted.thenApply(nothing -> answer);
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
        notRefused.shutdown();
    }
}
