package dev.holdfast.proof.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** All buyers, each in a thread of its own. */
final class Buyers implements AutoCloseable {
    private final List<Buyer> buyers;
    private final ExecutorService threads;
    private final List<Future<Void>> buying = new ArrayList<>();
    private volatile boolean open = true;

    Buyers(int howMany, long seed, Counter counter) {
        buyers = IntStream.range(0, howMany)
                .mapToObj(number -> new Buyer(number, seed, counter))
                .toList();
        threads = Executors.newFixedThreadPool(howMany, work -> {
            Thread thread = new Thread(work, "buyer");
            thread.setDaemon(true);
            return thread;
        });
    }

    private interface Doing {
        void by(Buyer buyer) throws InterruptedException;
    }

    void begin() {
        buying.addAll(all(buyer -> buyer.buy(() -> open)));
    }

    /** Returns when all have left the shop. */
    void stop() throws InterruptedException {
        open = false;
        await(buying);
    }

    void comeBack() throws InterruptedException {
        await(all(Buyer::comeBack));
    }

    void replay() throws InterruptedException {
        await(all(Buyer::replay));
    }

    private List<Future<Void>> all(Doing doing) {
        List<Future<Void>> begun = new ArrayList<>();
        for (Buyer buyer : buyers) {
            begun.add(threads.submit(() -> {
                doing.by(buyer);
                return null;
            }));
        }
        return begun;
    }

    private static void await(List<Future<Void>> begun) throws InterruptedException {
        for (Future<Void> each : begun) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new FaultFailure("a buyer ended with " + e.getCause(), e);
            }
        }
    }

    @Override
    public void close() {
        open = false;
        threads.shutdownNow();
    }
}
