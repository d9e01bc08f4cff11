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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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
    private static final long PACE = Duration.ofMillis(5).toNanos();

    /** After Redis did not answer twice, it is not asked again for so long. Once may have been a pause of this process. */
    private static final long REST = Duration.ofMillis(100).toNanos();

    private final Marks marks;
    private final BlockingQueue<Call> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Thread thread = new Thread(this::run, "sold-out-marks");
    private final ExecutorService counted = Executors.newSingleThreadExecutor(work -> {
        Thread answers = new Thread(work, "sold-out-counted");
        answers.setDaemon(true);
        return answers;
    });
    private volatile boolean closed;
    private long begun = System.nanoTime() - PACE;
    private long restsUntil = begun;
    private int unanswered;

    /** What an order has to do with marks: it asks for them, or it has passed beside them. */
    private interface Call {
        Collection<StockKey> rows();

        /** Redis was not asked, or has not answered. */
        void fail();
    }

    /** An order that may have to be refused. */
    interface Question extends Call {
        /** @param found the marks there are, of all that were asked for @param askedAt {@link System#nanoTime} */
        void answer(Map<StockKey, MarkLease> found, long askedAt);
    }

    /** An order that was placed. */
    interface Passage extends Call {
        void counted();
    }

    MarkQueue(Marks marks) {
        this.marks = marks;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void submit(Question question) {
        put(question);
    }

    void submit(Passage passage) {
        put(passage);
    }

    private void put(Call call) {
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
            rows += call.rows().size();
        }
        return batch;
    }

    private void roundTrip(List<Call> batch) {
        begun = System.nanoTime();
        List<Question> questions = new ArrayList<>(batch.size());
        List<Passage> passages = new ArrayList<>();
        for (Call call : batch) {
            if (call instanceof Question question) {
                questions.add(question);
            } else {
                passages.add((Passage) call);
            }
        }
        if (!passages.isEmpty()) {
            marks.countPassed(rows(passages))
                    .whenCompleteAsync(
                            (done, failure) -> tell(passages, passage -> passage.counted(), failure == null), counted);
        }
        if (!questions.isEmpty()) {
            Map<StockKey, MarkLease> found = ask(rows(questions));
            tell(questions, question -> question.answer(found, begun), found != null);
        }
    }

    private static Set<StockKey> rows(List<? extends Call> calls) {
        Set<StockKey> rows = new HashSet<>();
        calls.forEach(call -> rows.addAll(call.rows()));
        return rows;
    }

    private static <C extends Call> void tell(List<C> calls, Consumer<C> answer, boolean answered) {
        for (C call : calls) {
            try {
                if (answered) {
                    answer.accept(call);
                } else {
                    call.fail();
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("an order was not told of its marks", e);
            }
        }
    }

    /** Null if Redis is not asked now, or has not answered. */
    private Map<StockKey, MarkLease> ask(Set<StockKey> rows) {
        if (begun - restsUntil < 0) {
            return null;
        }
        try {
            Map<StockKey, MarkLease> found = marks.ask(rows);
            unanswered = 0;
            return found;
        } catch (RuntimeException | Error e) {
            if (++unanswered >= 2) {
                restsUntil = System.nanoTime() + REST;
            }
            LOG.debug("orders for {} are placed, their marks are not known: {}", rows, e.toString());
            return null;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        counted.shutdown();
    }
}
