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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * While one batch is in flight, arriving requests collect; the next batch takes them all. A request that comes to an idle
 * batcher is a batch of its own at once, in its caller's thread: nobody waits for company, nor for another thread to wake
 * up. A further lane opens when a whole batch is waiting, or when the one in flight takes too long: two half batches cost
 * more than a full one. Every caller is answered exactly once, also when the work throws an Error, when no thread can be had
 * for a lane, and when the batcher is closed.
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
    private final ToIntFunction<T> weights;
    private final Function<RuntimeException, Blame> blame;
    private final IntConsumer sizes;
    private final Executor lanes;
    private final Runnable endLanes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    // Guarded by the lock.
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Set<Object> inFlight = new HashSet<>();
    /** The sum of the weights of those that wait. */
    private long waitingWeight;

    private int running;
    private boolean closed;
    private boolean helpIsComing;
    private boolean reviewIsComing;

    private final class Call {
        private final T request;
        private final Collection<?> touches;
        private final int weight;
        private final long since = System.nanoTime();
        private final CompletableFuture<R> answer = new CompletableFuture<>();

        Call(T request) {
            this.request = request;
            this.touches = keys.apply(request);
            this.weight = Math.max(1, weights.applyAsInt(request));
        }

        private boolean isOverdue(long now) {
            return now - since >= limits.patience().toNanos();
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
        this(name, limits, work, keys, request -> 1, blame, sizes);
    }

    /**
     * @param name of its threads
     * @param work must be all or nothing, and safe to repeat after it threw
     * @param keys what a request touches that no two batches may touch at once; empty if nothing
     * @param weights what a request counts against {@link Limits#weight}, 1 or more
     * @param blame whether, after a batch threw, its requests are worth a try alone
     * @param sizes is told the size of every batch
     */
    public Batcher(
            String name,
            Limits limits,
            Work<T, R> work,
            Function<T, ? extends Collection<?>> keys,
            ToIntFunction<T> weights,
            Function<RuntimeException, Blame> blame,
            IntConsumer sizes) {
        this(name, limits, work, keys, weights, blame, sizes, threads(name));
    }

    private Batcher(
            String name,
            Limits limits,
            Work<T, R> work,
            Function<T, ? extends Collection<?>> keys,
            ToIntFunction<T> weights,
            Function<RuntimeException, Blame> blame,
            IntConsumer sizes,
            ExecutorService lanes) {
        this(name, limits, work, keys, weights, blame, sizes, lanes, lanes::shutdown);
    }

    /** @param lanes runs each lane in a thread of its own, or throws */
    Batcher(
            String name,
            Limits limits,
            Work<T, R> work,
            Function<T, ? extends Collection<?>> keys,
            ToIntFunction<T> weights,
            Function<RuntimeException, Blame> blame,
            IntConsumer sizes,
            Executor lanes,
            Runnable endLanes) {
        this.name = Objects.requireNonNull(name, "name");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.work = Objects.requireNonNull(work, "work");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.weights = Objects.requireNonNull(weights, "weights");
        this.blame = Objects.requireNonNull(blame, "blame");
        this.sizes = Objects.requireNonNull(sizes, "sizes");
        this.lanes = lanes;
        this.endLanes = endLanes;
    }

    private static ExecutorService threads(String name) {
        AtomicInteger threads = new AtomicInteger();
        return Executors.newCachedThreadPool(lane -> {
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
            calls.forEach(call -> runForAll(List.of(call)));
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
            calls.forEach(call -> waitingWeight += call.weight);
            mine = running == 0 ? take() : List.of();
            running += mine.isEmpty() ? 0 : 1;
            callForALane();
        } finally {
            lock.unlock();
        }
        if (!mine.isEmpty()) {
            runForAll(mine);
            handOver(mine);
        }
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

    /** Call with the lock held: for what waits and is in no batch yet. */
    private void callForALane() {
        if (waiting.size() >= limits.most() || waitingWeight >= limits.weight()) {
            openLane();
        } else if (!waiting.isEmpty()) {
            sendForHelp();
        }
        sendForReview();
    }

    /** Call with the lock held. */
    private void openLane() {
        if (waiting.isEmpty() || running >= limits.lanes()) {
            return;
        }
        try {
            lanes.execute(this::lane);
            running++;
        } catch (OutOfMemoryError | RejectedExecutionException noThread) {
            // A lane that does not exist does not count: it would be missing until the process is started again. What
            // waits
            // is taken by a lane that ends its batch, by the next caller, or when help is sent for again.
            sendForHelp();
        }
    }

    /** Call with the lock held. */
    private void sendForHelp() {
        if (!helpIsComing && running < limits.lanes()) {
            helpIsComing = later(PATIENCE, this::help);
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

    /** Call with the lock held: what waits is looked at when the patience of the first of them ends. */
    private void sendForReview() {
        if (!reviewIsComing && !waiting.isEmpty() && !limits.isEndless()) {
            long left = limits.patience().toNanos() - (System.nanoTime() - waiting.peekFirst().since);
            reviewIsComing = later(Duration.ofNanos(Math.max(left, 1_000_000)), this::review);
        }
    }

    /** Requests that have waited for too long are answered, whether or not a lane is free. */
    private void review() {
        List<Call> overdue;
        lock.lock();
        try {
            reviewIsComing = false;
            overdue = takeOverdue();
            sendForReview();
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
        turnAway(overdue, "no lane was free for " + limits.patience());
    }

    /** @return false if it cannot be: whatever happens next asks for it again */
    private static boolean later(Duration delay, Runnable what) {
        try {
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(what);
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    /** Call with the lock held. */
    private List<Call> takeOverdue() {
        long now = System.nanoTime();
        List<Call> overdue = new ArrayList<>();
        for (Iterator<Call> each = waiting.iterator(); each.hasNext(); ) {
            Call call = each.next();
            if (call.isOverdue(now)) {
                overdue.add(call);
                each.remove();
                waitingWeight -= call.weight;
            }
        }
        return overdue;
    }

    private void turnAway(List<Call> calls, String why) {
        calls.forEach(call -> call.answer.completeExceptionally(new TurnedAwayException(name + ": " + why)));
    }

    /** One lane: batch after batch, until nothing waits that it could take. */
    private void lane() {
        List<Call> batch = List.of();
        do {
            try {
                batch = next(batch);
            } catch (Throwable t) {
                endLane(batch);
                throw t;
            }
            runForAll(batch);
        } while (!batch.isEmpty());
    }

    /** This lane cannot go on; what waits is for another. */
    private void endLane(List<Call> done) {
        lock.lock();
        try {
            letGo(done);
            running--;
            quiet.signalAll();
            sendForHelp();
        } finally {
            lock.unlock();
        }
    }

    /** Whatever comes of it, nobody is left waiting for ever. */
    private void runForAll(List<Call> batch) {
        if (batch.isEmpty()) {
            return;
        }
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
            } else {
                callForALane();
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

    /**
     * In arrival order, until the batch is full. A call that touches what is in flight elsewhere stays, and with it all behind
     * it that touch the same.
     */
    private List<Call> take() {
        long now = System.nanoTime();
        List<Call> batch = new ArrayList<>(Math.min(limits.most(), waiting.size()));
        Set<Object> passedOver = new HashSet<>();
        long weight = 0;
        try {
            for (Call call : waiting) {
                if (batch.size() == limits.most() || !batch.isEmpty() && weight + call.weight > limits.weight()) {
                    break;
                }
                // One that has waited for too long is not begun: the review answers it.
                if (call.isOverdue(now)) {
                    continue;
                }
                if (call.touches.stream().anyMatch(key -> inFlight.contains(key) || passedOver.contains(key))) {
                    passedOver.addAll(call.touches);
                } else {
                    weight += call.weight;
                    batch.add(call);
                }
            }
            batch.forEach(call -> inFlight.addAll(call.touches));
        } catch (Throwable t) {
            // Of memory, for instance: all of them still wait.
            letGo(batch);
            throw t;
        }
        removeFromWaiting(batch);
        return batch;
    }

    /** @param batch some of those that wait, in the same order */
    private void removeFromWaiting(List<Call> batch) {
        int next = 0;
        for (Iterator<Call> each = waiting.iterator(); next < batch.size(); ) {
            if (each.next() == batch.get(next)) {
                each.remove();
                waitingWeight -= batch.get(next).weight;
                next++;
            }
        }
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
                alone(batch, whose, e);
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
    private void alone(List<Call> batch, Blame whose, RuntimeException failure) {
        Map<Object, RuntimeException> failedKeys = new HashMap<>();
        RuntimeException ofAll = null;
        for (Call call : batch) {
            RuntimeException known = ofAll != null ? ofAll : failedKey(call, failedKeys);
            if (known != null) {
                call.answer.completeExceptionally(known);
                continue;
            }
            try {
                call.answer.complete(answers(List.of(call)).get(0));
            } catch (RuntimeException e) {
                RuntimeException told = whose == Blame.DOUBT ? failure : e;
                call.answer.completeExceptionally(told);
                Blame again = blame.apply(e);
                if (again == Blame.KEY && whose == Blame.KEY) {
                    call.touches.forEach(key -> failedKeys.put(key, e));
                } else if (again == Blame.EVERYONE) {
                    // What fails for all of them now is not waited for once more by each.
                    ofAll = told;
                }
            } catch (Error e) {
                call.answer.completeExceptionally(e);
            }
        }
    }

    private RuntimeException failedKey(Call call, Map<Object, RuntimeException> failedKeys) {
        return call.touches.stream()
                .map(failedKeys::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * Takes no more requests, and returns once all that were taken are answered, or after 30 s. What has not been begun by
     * then, or when the thread is interrupted, is turned away.
     */
    @Override
    public void close() {
        List<Call> left;
        lock.lock();
        try {
            closed = true;
            try {
                awaitQuiet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            left = List.copyOf(waiting);
            waiting.clear();
            waitingWeight = 0;
        } finally {
            lock.unlock();
        }
        turnAway(left, "closed");
        endLanes.run();
    }

    /** Call with the lock held. */
    private void awaitQuiet() throws InterruptedException {
        long left = LONGEST_DRAIN.toNanos();
        while ((running > 0 || !waiting.isEmpty()) && left > 0) {
            left = quiet.awaitNanos(left);
        }
    }
}
