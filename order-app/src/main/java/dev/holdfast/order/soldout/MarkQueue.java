package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis for marks, one round trip at a time: what arrives while one is under way shares the next. So every order gets
 * the answer to a question that was asked after it arrived.
 */
final class MarkQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarkQueue.class);

    private static final int MAX_WAITING = 10_000;
    private static final int MAX_ROWS = 1000;

    /** From the beginning of one round trip to that of the next: under load a few thousand a second would only cost. */
    private static final long PACE = Duration.ofMillis(2).toNanos();

    /** After Redis did not answer, it is not asked again for so long. */
    private static final long REST = Duration.ofMillis(100).toNanos();

    private final Marks marks;
    private final BlockingQueue<Call> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Thread thread = new Thread(this::run, "sold-out-marks");
    private volatile boolean closed;
    private long begun = System.nanoTime() - PACE;
    private long restsUntil = begun;

    /** What an order has to do with marks: a question, or that it has passed. */
    interface Call {
        /** Rows to read the marks of. */
        Collection<StockKey> asked();

        /** Rows to be counted at their marks. */
        Collection<StockKey> passed();

        /** @param found the marks there are, of all that were asked for @param askedAt {@link System#nanoTime} */
        void answer(Map<StockKey, MarkLease> found, long askedAt);

        /** Redis was not asked, or has not answered. */
        void fail();
    }

    MarkQueue(Marks marks) {
        this.marks = marks;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void submit(Call call) {
        if (closed || !waiting.offer(call)) {
            call.fail();
        }
    }

    private void run() {
        while (!closed) {
            try {
                roundTrip(next());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        waiting.forEach(Call::fail);
    }

    private List<Call> next() throws InterruptedException {
        List<Call> batch = new ArrayList<>();
        Call first = waiting.take();
        for (long left = begun + PACE - System.nanoTime(); left > 0; left = begun + PACE - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        int rows = 0;
        for (Call call = first; call != null; call = rows < MAX_ROWS ? waiting.poll() : null) {
            batch.add(call);
            rows += call.asked().size() + call.passed().size();
        }
        return batch;
    }

    private void roundTrip(List<Call> batch) {
        begun = System.nanoTime();
        Map<StockKey, MarkLease> found = begun - restsUntil < 0 ? null : exchange(batch);
        for (Call call : batch) {
            try {
                if (found == null) {
                    call.fail();
                } else {
                    call.answer(found, begun);
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("an order was not told of its marks", e);
            }
        }
    }

    private Map<StockKey, MarkLease> exchange(List<Call> batch) {
        Set<StockKey> asked = new HashSet<>();
        Set<StockKey> passed = new HashSet<>();
        for (Call call : batch) {
            asked.addAll(call.asked());
            passed.addAll(call.passed());
        }
        try {
            return marks.exchange(asked, passed);
        } catch (RuntimeException | Error e) {
            restsUntil = System.nanoTime() + REST;
            LOG.debug("{} orders go on without their marks: {}", batch.size(), e.toString());
            return null;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
