package dev.holdfast.batching;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * While one batch is in flight, arriving requests collect; the next batch takes them all. A request that comes to an idle
 * batcher is a batch of its own at once, in its caller's thread: nobody waits for company, nor for another thread to wake
 * up. A further lane opens when a whole batch is waiting, or when the one in flight takes too long: two half batches cost
 * more than a full one. Every caller is answered exactly once.
 *
 * <p>Two batches in flight never touch the same key: of all requests that touch it, the first to arrive is the first to
 * be worked on, and no two lanes wait for each other's rows.
 */
public final class Batcher<T, R> implements AutoCloseable {
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    /** A batch that takes longer than this is stuck on something: the next no longer waits for it. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final String name;
    private final Limits limits;
    private final Work<T, R> work;
    private final Function<T, ? extends Collection<?>> keys;
    private final Function<RuntimeException, Blame> blame;
    private final IntConsumer sizes;
    private final ExecutorService lanes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    // Guarded by the lock.
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Set<Object> inFlight = new HashSet<>();
    private int running;
    private boolean closed;
    private boolean helpIsComing;

    private final class Call {
        private final T request;
        private final Collection<?> touches;
        private final CompletableFuture<R> answer = new CompletableFuture<>();

        Call(T request) {
            this.request = request;
            this.touches = keys.apply(request);
        }
    }

    /**
     * @param name of its threads
     * @param work must be all or nothing, and safe to repeat after it threw
     * @param keys what a request touches that no two batches may touch at once; empty if nothing
     * @param blame whether, after a batch threw, its requests are worth a try alone
     * @param sizes is told the size of every batch
     */
    public Batcher(
            String name,
            Limits limits,
            Work<T, R> work,
            Function<T, ? extends Collection<?>> keys,
            Function<RuntimeException, Blame> blame,
            IntConsumer sizes) {
        this.name = Objects.requireNonNull(name, "name");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.work = Objects.requireNonNull(work, "work");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.blame = Objects.requireNonNull(blame, "blame");
        this.sizes = Objects.requireNonNull(sizes, "sizes");
        AtomicInteger threads = new AtomicInteger();
        lanes = Executors.newCachedThreadPool(lane -> {
            Thread thread = new Thread(lane, name + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Puts one request in line; if nobody is before it, does it before it returns.
     *
     * @throws TurnedAwayException if the queue is full or the batcher is closed; then nothing is done
     */
    public CompletableFuture<R> submit(T request) {
        return submitAll(List.of(request)).get(0);
    }

    /**
     * Puts all of them in line, one behind the other, or none of them.
     *
     * @return one answer for each, in the same order
     * @throws TurnedAwayException if not all of them fit into the queue, or the batcher is closed; then nothing is done
     */
    public List<CompletableFuture<R>> submitAll(List<T> requests) {
        List<Call> calls = requests.stream().map(Call::new).toList();
        if (limits.enabled()) {
            putInLine(calls);
        } else {
            calls.forEach(call -> run(List.of(call)));
        }
        return calls.stream().map(call -> call.answer).toList();
    }

    private void putInLine(List<Call> calls) {
        List<Call> mine;
        lock.lock();
        try {
            if (closed) {
                throw new TurnedAwayException(name + " is closed");
            }
            // An empty queue takes any group: else one larger than the queue could never be done.
            if (!waiting.isEmpty() && waiting.size() + calls.size() > limits.queue()) {
                throw new TurnedAwayException(name + ": " + waiting.size() + " requests wait already");
            }
            waiting.addAll(calls);
            mine = running == 0 ? begin() : List.of();
            if (waiting.size() >= limits.most()) {
                openLane();
            } else if (!waiting.isEmpty()) {
                sendForHelp();
            }
        } finally {
            lock.unlock();
        }
        if (!mine.isEmpty()) {
            runForAll(mine);
            handOver(mine);
        }
    }

    /** Call with the lock held, and nothing in flight. */
    private List<Call> begin() {
        running++;
        return take();
    }

    /** The caller goes home; whoever has come meanwhile is for a lane. */
    private void handOver(List<Call> done) {
        lock.lock();
        try {
            letGo(done);
            running--;
            if (waiting.isEmpty()) {
                quiet.signalAll();
            } else {
                openLane();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. */
    private void openLane() {
        if (!waiting.isEmpty() && running < limits.lanes()) {
            running++;
            lanes.execute(this::lane);
        }
    }

    /** Call with the lock held. */
    private void sendForHelp() {
        if (!helpIsComing && running < limits.lanes()) {
            helpIsComing = true;
            CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::help);
        }
    }

    private void help() {
        lock.lock();
        try {
            helpIsComing = false;
            if (!waiting.isEmpty()) {
                openLane();
                sendForHelp();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One lane: batch after batch, until nothing waits that it could take. */
    private void lane() {
        List<Call> batch = next(List.of());
        while (!batch.isEmpty()) {
            runForAll(batch);
            batch = next(batch);
        }
    }

    /** Whatever comes of it, nobody is left waiting for ever. */
    private void runForAll(List<Call> batch) {
        try {
            run(batch);
        } catch (Throwable t) {
            batch.forEach(call -> call.answer.completeExceptionally(t));
        }
    }

    /** Lets go of what {@code done} touched, and takes what can be taken now; empty ends the lane. */
    private List<Call> next(List<Call> done) {
        lock.lock();
        try {
            letGo(done);
            List<Call> batch = take();
            if (batch.isEmpty()) {
                running--;
                quiet.signalAll();
            } else if (waiting.size() >= limits.most()) {
                openLane();
            } else if (!waiting.isEmpty()) {
                sendForHelp();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. */
    private void letGo(List<Call> done) {
        done.forEach(call -> call.touches.forEach(inFlight::remove));
    }

    /** In arrival order; who touches what is in flight elsewhere stays, and with him all behind him that touch the same. */
    private List<Call> take() {
        List<Call> batch = new ArrayList<>(Math.min(limits.most(), waiting.size()));
        Set<Object> passedOver = new HashSet<>();
        Set<Object> taken = new HashSet<>();
        for (Iterator<Call> each = waiting.iterator(); each.hasNext() && batch.size() < limits.most(); ) {
            Call call = each.next();
            if (call.touches.stream().anyMatch(key -> inFlight.contains(key) || passedOver.contains(key))) {
                passedOver.addAll(call.touches);
            } else {
                taken.addAll(call.touches);
                batch.add(call);
                each.remove();
            }
        }
        inFlight.addAll(taken);
        return batch;
    }

    private void run(List<Call> batch) {
        sizes.accept(batch.size());
        List<R> answers;
        try {
            answers = answers(batch);
        } catch (RuntimeException e) {
            Blame whose = batch.size() == 1 ? Blame.EVERYONE : blame.apply(e);
            if (whose == Blame.EVERYONE) {
                batch.forEach(call -> call.answer.completeExceptionally(e));
            } else {
                alone(batch, whose);
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer.complete(answers.get(i));
        }
    }

    private List<R> answers(List<Call> batch) {
        List<R> answers = work.all(batch.stream().map(call -> call.request).toList());
        if (answers.size() != batch.size()) {
            throw new IllegalStateException(name + " gave " + answers.size() + " answers to " + batch.size());
        }
        return answers;
    }

    /** One of them spoils the batch: the others are not to suffer for it. */
    private void alone(List<Call> batch, Blame whose) {
        Map<Object, RuntimeException> failedKeys = new HashMap<>();
        for (Call call : batch) {
            RuntimeException known = call.touches.stream()
                    .map(failedKeys::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (known != null) {
                call.answer.completeExceptionally(known);
                continue;
            }
            try {
                call.answer.complete(answers(List.of(call)).get(0));
            } catch (RuntimeException e) {
                call.answer.completeExceptionally(e);
                if (whose == Blame.KEY && blame.apply(e) == Blame.KEY) {
                    call.touches.forEach(key -> failedKeys.put(key, e));
                }
            }
        }
    }

    /** Takes no more requests, and returns once all that were taken are answered, or after 30 s. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            long left = LONGEST_DRAIN.toNanos();
            while (running > 0 && left > 0) {
                left = quiet.awaitNanos(left);
            }
            waiting.forEach(call -> call.answer.completeExceptionally(new TurnedAwayException(name + " is closed")));
            waiting.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        lanes.shutdown();
    }
}
