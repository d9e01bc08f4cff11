package dev.holdfast.proof.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A buyer as real clients are: repeats with the same key what got no final answer, loses patience now and then, comes back
 * to what was left, and sometimes asks again for what was answered long ago.
 */
final class Buyer {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int TRIES = 4;

    /** Milliseconds, as a 503 asks for. */
    private static final int RETRY_AFTER = 1000;

    private static final int LAST_ROUNDS = 6;
    private static final int REMEMBERED = 50;

    private final int number;
    private final long seed;
    private final Counter counter;
    private final Random random;
    private final Deque<Purchase> unfinished = new ArrayDeque<>();
    private final List<Purchase> finished = new ArrayList<>();
    private int purchases;

    Buyer(int number, long seed, Counter counter) {
        this.number = number;
        this.seed = seed;
        this.counter = counter;
        this.random = new Random(seed + number);
    }

    void buy(BooleanSupplier open) throws InterruptedException {
        while (open.getAsBoolean()) {
            pursue(Purchase.of(seed, number, purchases++), TRIES, open);
            if (random.nextInt(4) == 0 && !unfinished.isEmpty()) {
                pursue(unfinished.poll(), 1, open);
            }
            if (random.nextInt(10) == 0 && !finished.isEmpty()) {
                counter.place(finished.get(random.nextInt(finished.size())), PATIENCE);
            }
            pause(20 + random.nextInt(80));
        }
    }

    /** Comes back to all that was left, a few times; what has no final answer then is left for good. */
    void comeBack() throws InterruptedException {
        for (int round = 0; round < LAST_ROUNDS && !unfinished.isEmpty(); round++) {
            for (int left = unfinished.size(); left > 0; left--) {
                pursue(unfinished.poll(), 1, () -> true);
            }
            pause(500);
        }
    }

    /** Asks again for what it remembers. */
    void replay() throws InterruptedException {
        for (Purchase each : finished) {
            counter.place(each, PATIENCE);
        }
    }

    private void pursue(Purchase purchase, int tries, BooleanSupplier open) throws InterruptedException {
        for (int i = 0; i < tries; i++) {
            Told.Kind kind = counter.place(purchase, patience()).kind();
            if (kind == Told.Kind.FINAL) {
                remember(purchase);
                return;
            }
            if (kind == Told.Kind.SOLD_OUT) {
                return;
            }
            if (i + 1 == tries || !open.getAsBoolean()) {
                break;
            }
            pause(kind == Told.Kind.FREE ? RETRY_AFTER + random.nextInt(500) : (100L << i) + random.nextInt(200));
        }
        unfinished.add(purchase);
    }

    private void remember(Purchase purchase) {
        if (finished.size() < REMEMBERED) {
            finished.add(purchase);
        } else {
            finished.set(random.nextInt(REMEMBERED), purchase);
        }
    }

    private Duration patience() {
        return random.nextInt(12) == 0 ? Duration.ofMillis(20 + random.nextInt(400)) : PATIENCE;
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
