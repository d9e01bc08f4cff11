package dev.holdfast.order.soldout;

import dev.holdfast.order.ledger.ClaimedKeys;
import dev.holdfast.order.ledger.ClaimedKeys.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keys of sold-out rows: one thread, one connection, a page at a time. Behind a page of many new keys it rests as
 * long as the page took, so that the first reading of a row with millions of orders takes at most half a core; other rows
 * are read between its pages.
 */
final class KeyReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyReader.class);

    private static final int PAGE = 5000;
    private static final int MANY_KEYS = 500;

    private final ClaimedKeys claimed;
    private final Predicate<RowKeys> isKept;
    private final Consumer<RowKeys> grown;
    private final Decision decision;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread reader = new Thread(work, "sold-out-keys");
        reader.setDaemon(true);
        return reader;
    });

    /** What becomes of an order once the keys of its row have been read. */
    interface Decision {
        void decide(RefusalAttempt attempt, RowKeys keys);
    }

    /**
     * @param isKept whether a row's keys are still wanted
     * @param grown is told that a row's keys take more memory
     */
    KeyReader(ClaimedKeys claimed, Predicate<RowKeys> isKept, Consumer<RowKeys> grown, Decision decision) {
        this.claimed = claimed;
        this.isKept = isKept;
        this.grown = grown;
        this.decision = decision;
    }

    /** To be called once when {@link RowKeys#await} says so. */
    void read(RowKeys keys) {
        later(keys, 0, () -> begin(keys));
    }

    private void begin(RowKeys keys) {
        RowKeys.Reading reading = keys.begin(System.nanoTime());
        if (keys.cursor().isUnderWay()) {
            // It was given up half way and goes on there. What has come since then is for the reading behind it.
            reading.waiting().forEach(RefusalAttempt::place);
            page(keys, new RowKeys.Reading(null, reading.begunAt(), List.of()));
            return;
        }
        try {
            Instant now = claimed.now();
            keys.cursor().begin(now, reading.begunAt());
            page(keys, reading);
        } catch (RuntimeException | Error e) {
            giveUp(keys, reading, e);
        }
    }

    private void page(RowKeys keys, RowKeys.Reading reading) {
        try {
            if (!isKept.test(keys)) {
                place(reading.waiting(), keys.giveUp());
            } else if (read(keys, reading)) {
                finish(keys, reading);
            }
        } catch (RuntimeException | Error e) {
            giveUp(keys, reading, e);
        }
    }

    /** Reads one page. @return whether it was the last; if not, the next follows by itself */
    private boolean read(RowKeys keys, RowKeys.Reading reading) {
        long begun = System.nanoTime();
        ClaimCursor cursor = keys.cursor();
        Page page = claimed.after(cursor.position(), keys.stock(), PAGE, cursor::isNew, KeyHash::of);
        if (!add(keys, page)) {
            LOG.warn(
                    "{} is not refused from memory: its orders have too many keys for holdfast.sold-out.key-memory",
                    keys.stock());
            keys.overflow();
            grown.accept(keys);
            place(reading.waiting(), keys.giveUp());
            return false;
        }
        cursor.advance(page.claims());
        if (page.claims().size() < PAGE) {
            return true;
        }
        if (page.keys().length < MANY_KEYS) {
            later(keys, 0, () -> page(keys, reading));
        } else {
            keys.takesLong();
            later(keys, System.nanoTime() - begun, () -> page(keys, reading));
        }
        return false;
    }

    private boolean add(RowKeys keys, Page page) {
        long before = keys.filter().bytes();
        for (long hash : page.keys()) {
            if (!keys.filter().add(hash)) {
                return false;
            }
        }
        if (keys.filter().bytes() != before) {
            grown.accept(keys);
        }
        return true;
    }

    private void finish(RowKeys keys, RowKeys.Reading reading) {
        keys.cursor().finish();
        List<RefusalAttempt> served = keys.finish(reading);
        LOG.debug(
                "{} keys of {} are known, in {} bytes",
                keys.filter().size(),
                keys.stock(),
                keys.filter().bytes());
        decide(reading.waiting(), keys);
        decide(served, keys);
        if (keys.isWantedAgain()) {
            read(keys);
        }
    }

    private void decide(List<RefusalAttempt> attempts, RowKeys keys) {
        for (RefusalAttempt attempt : attempts) {
            try {
                decision.decide(attempt, keys);
            } catch (RuntimeException | Error e) {
                LOG.warn("an order for the sold-out {} is placed", keys.stock(), e);
                attempt.place();
            }
        }
    }

    private void giveUp(RowKeys keys, RowKeys.Reading reading, Throwable failure) {
        LOG.warn(
                "orders for the sold-out {} are placed: its keys cannot be read: {}", keys.stock(), failure.toString());
        place(reading.waiting(), keys.giveUp());
    }

    private static void place(List<RefusalAttempt> some, List<RefusalAttempt> others) {
        List<RefusalAttempt> all = new ArrayList<>(some);
        all.addAll(others);
        all.forEach(RefusalAttempt::place);
    }

    private void later(RowKeys keys, long nanos, Runnable step) {
        try {
            thread.schedule(step, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            keys.giveUp().forEach(RefusalAttempt::place);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
