package dev.holdfast.order.soldout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.order.ledger.ClaimedKeys;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Refuses orders for sold-out rows from memory. Three things must be known of an order before:
 *
 * <ul>
 *   <li>Its row is marked. Messages only say where a mark may be; Redis is asked for it after the order arrived, and the
 *       mark counts until its end, at most one lease from then.
 *   <li>The keys of all orders for the row that were answered before this one arrived have been read. The mark counts orders
 *       that pass beside it, so keys are read again only if one has passed, and once in a lease in any case.
 *   <li>Its own key is not among them. If it may be, the database is asked for the key.
 * </ul>
 *
 * If one of them cannot be known soon, the order is placed and the database decides.
 */
@Component
@EnableConfigurationProperties(SoldOutSettings.class)
public class SoldOut {
    private static final Logger LOG = LoggerFactory.getLogger(SoldOut.class);

    /** Whatever is published must not fill the memory. */
    private static final int MAX_HINTS = 10_000;

    private static final int LOOK_UP_THREADS = 2;

    /** What a row takes beside its filter. */
    private static final int BYTES_OF_A_ROW = 1024;

    /** Of the memory for keys one row may take half: else it would have no room beside anything else, and be read for ever. */
    private static final int ROWS_AT_LEAST = 2;

    private final ClaimedKeys claimed;
    private final SoldOutSettings settings;
    private final Marks marks;
    private final MarkQueue queue;
    private final KeyReader reader;

    /** Rows that may be marked, and when that was heard. */
    private final Map<StockKey, Long> hints = Caffeine.newBuilder()
            .maximumSize(MAX_HINTS)
            .executor(Runnable::run)
            .<StockKey, Long>build()
            .asMap();

    /** Kept when a row is back: when it is sold out again, only what has come since then is read. */
    private final Cache<StockKey, RowKeys> rows;

    private final ExecutorService lookUps = lookUps();

    /** @param marks none where there is no gate: then nothing is refused here */
    SoldOut(ClaimedKeys claimed, SoldOutSettings settings, ObjectProvider<Marks> marks) {
        this.claimed = claimed;
        this.settings = settings;
        this.marks = marks.getIfAvailable();
        this.queue = this.marks == null ? null : new MarkQueue(this.marks);
        this.rows = Caffeine.newBuilder()
                .maximumWeight(settings.keyMemory().toBytes())
                .<StockKey, RowKeys>weigher((row, keys) ->
                        (int) Math.min(Integer.MAX_VALUE, keys.filter().bytes() + BYTES_OF_A_ROW))
                .executor(Runnable::run)
                .build();
        this.reader = new KeyReader(claimed, this::isKept, this::grown, this::decide);
    }

    private static ExecutorService lookUps() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                LOOK_UP_THREADS, LOOK_UP_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "sold-out-look-up");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (marks != null) {
            queue.start();
            marks.listen(this::hear);
        }
    }

    void hear(MarkHint hint) {
        if (hint.soldOut()) {
            hints.put(hint.stock(), System.nanoTime());
        } else {
            hints.remove(hint.stock());
        }
    }

    /** Whether it is worth asking {@link #refusal}: a line's row may be sold out. */
    public boolean mayRefuse(List<Line> lines) {
        if (!hints.isEmpty()) {
            for (Line line : lines) {
                if (hints.containsKey(line.stock())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Why an order under this key is refused, some milliseconds later; never exceptionally.
     *
     * @param hash of buyer and key, {@link KeyHash}
     * @return every line of a sold-out row; empty if the order is to be placed, be it that its rows are not known to be sold
     *     out, or that its key is held by an order already
     */
    public CompletableFuture<List<Shortage>> refusal(String buyerId, String key, long hash, List<Line> lines) {
        RefusalAttempt attempt = new RefusalAttempt(buyerId, key, hash, lines);
        queue.submit(new Question(attempt, hinted(lines)));
        return attempt.answer();
    }

    private List<StockKey> hinted(List<Line> lines) {
        List<StockKey> hinted = new ArrayList<>(1);
        for (Line line : lines) {
            StockKey row = line.stock();
            if (hints.containsKey(row)) {
                hinted.add(row);
            }
        }
        return hinted;
    }

    private final class Question implements MarkQueue.Question {
        private final RefusalAttempt attempt;
        private final List<StockKey> asked;

        Question(RefusalAttempt attempt, List<StockKey> asked) {
            this.attempt = attempt;
            this.asked = asked;
        }

        @Override
        public Collection<StockKey> rows() {
            return asked;
        }

        @Override
        public void answer(Map<StockKey, MarkLease> found, long askedAt) {
            StockKey row = attempt.marked(found);
            if (row != null) {
                weigh(attempt, row);
                return;
            }
            // No mark: the message was wrong, or the one that took it back was lost.
            asked.forEach(none -> hints.computeIfPresent(none, (key, heard) -> heard - askedAt < 0 ? null : heard));
            attempt.place();
        }

        @Override
        public void fail() {
            attempt.place();
        }
    }

    private void weigh(RefusalAttempt attempt, StockKey row) {
        RowKeys keys = rows.get(
                row, unknown -> new RowKeys(unknown, settings.keyMemory().toBytes() / ROWS_AT_LEAST));
        if (keys.isComplete(
                attempt.version(), System.nanoTime() - settings.lease().toNanos())) {
            decide(attempt, keys);
            return;
        }
        attempt.answer().completeOnTimeout(List.of(), settings.readWithin().toMillis(), TimeUnit.MILLISECONDS);
        if (keys.await(attempt)) {
            reader.read(keys);
        }
    }

    /** Only after the keys were read as far as this order needs. */
    private void decide(RefusalAttempt attempt, RowKeys keys) {
        if (keys.filter().mayContain(attempt.hash)) {
            attempt.answer().completeOnTimeout(List.of(), settings.readWithin().toMillis(), TimeUnit.MILLISECONDS);
            lookUps.execute(() -> lookUp(attempt));
        } else {
            attempt.refuse(System.nanoTime());
        }
    }

    private void lookUp(RefusalAttempt attempt) {
        if (attempt.answer().isDone()) {
            return;
        }
        try {
            if (claimed.isClaimed(attempt.buyerId, attempt.key)) {
                attempt.place();
            } else {
                attempt.refuse(System.nanoTime());
            }
        } catch (RuntimeException e) {
            LOG.debug("whether a key is held cannot be read: {}", e.toString());
            attempt.place();
        }
    }

    private boolean isKept(RowKeys keys) {
        return rows.getIfPresent(keys.stock()) == keys;
    }

    /** Weighed anew, which may evict others. */
    private void grown(RowKeys keys) {
        rows.asMap().replace(keys.stock(), keys);
    }

    /**
     * Counts an order that has been placed at the marks of its rows, before it is answered: from then on its key is looked
     * for by every order-app, and a replay is not refused from memory. Stock-app counts as well, but not an order that it
     * has not reached, nor one that it admits while it has no Redis.
     *
     * @param granted whether stock holds what the order wants: then only rows that may be marked are counted
     * @return when it may be answered; null: now
     */
    public CompletableFuture<Void> countPassed(List<Line> lines, boolean granted) {
        if (marks == null || (granted && hints.isEmpty())) {
            return null;
        }
        List<StockKey> passed =
                granted ? hinted(lines) : lines.stream().map(Line::stock).toList();
        if (passed.isEmpty()) {
            return null;
        }
        CompletableFuture<Void> counted = new CompletableFuture<>();
        queue.submit(new Passage(passed, counted));
        return counted;
    }

    private final class Passage implements MarkQueue.Passage {
        private final List<StockKey> rows;
        private final CompletableFuture<Void> counted;

        Passage(List<StockKey> rows, CompletableFuture<Void> counted) {
            this.rows = rows;
            this.counted = counted;
        }

        @Override
        public Collection<StockKey> rows() {
            return rows;
        }

        @Override
        public void counted() {
            counted.complete(null);
        }

        /** After one lease every order-app has read the keys again that it refuses by: until then the answer waits. */
        @Override
        public void fail() {
            counted.completeOnTimeout(null, settings.lease().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @PreDestroy
    void close() {
        if (queue != null) {
            queue.close();
        }
        reader.close();
        lookUps.shutdownNow();
    }
}
