package dev.holdfast.proof.faults;

import dev.holdfast.proof.faults.Schedule.Strike;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Does what the schedule says, when it says so: a hand for each victim, so that several suffer at once, and none is struck
 * while it is still being made good.
 */
final class Hands {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Scene scene;
    private final Journal journal;
    private final Map<Enum<?>, ExecutorService> hands = new HashMap<>();
    private final ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    Hands(Scene scene, Journal journal) {
        this.scene = scene;
        this.journal = journal;
    }

    /** Returns when the last fault is made good. */
    void play(Schedule schedule) throws InterruptedException {
        try {
            for (Strike strike : schedule.strikes()) {
                TimeUnit.NANOSECONDS.sleep(strike.at().minus(journal.now()).toNanos());
                if (!failures.isEmpty()) {
                    break;
                }
                hands.computeIfAbsent(strike.fault().victim(), victim -> hand(victim.toString()))
                        .execute(() -> strike(strike));
            }
        } finally {
            letGo();
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
    }

    private void strike(Strike strike) {
        Fault fault = strike.fault();
        Duration struck = journal.now();
        try {
            try {
                fault.begin(scene);
                TimeUnit.NANOSECONDS.sleep(fault.lasting().toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                // It had died of itself: that is news, and it is started again all the same.
                journal.note(fault + " could not be done: " + e.getMessage());
            } finally {
                fault.end(scene);
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
        journal.happened(strike, struck, journal.now());
    }

    private void letGo() throws InterruptedException {
        List<ExecutorService> all = List.copyOf(hands.values());
        all.forEach(ExecutorService::shutdown);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (ExecutorService hand : all) {
            if (!hand.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new FaultFailure("a fault is not made good after " + PATIENCE.toMinutes() + " minutes");
            }
        }
    }

    private static ExecutorService hand(String victim) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "hand on " + victim);
            thread.setDaemon(true);
            return thread;
        });
    }
}
