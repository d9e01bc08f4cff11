package dev.holdfast.proof.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Brings some units of the scarce SKU whenever it has been sold out for a while, each delivery until it has arrived. */
final class Deliveries implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOOKS_SOLD_OUT = 4;
    private static final int MOST_UNITS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Shelves shelves;
    private final Ledgers ledgers;
    private final long seed;
    private final Random random;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread driver = new Thread(work, "deliveries");
        driver.setDaemon(true);
        return driver;
    });
    private Future<Void> driving;
    private volatile boolean open = true;
    private int number;
    private int repeated;
    private long units;

    Deliveries(Shelves shelves, Ledgers ledgers, long seed) {
        this.shelves = shelves;
        this.ledgers = ledgers;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The first one arrives before this returns. */
    void begin() throws InterruptedException {
        deliver();
        driving = thread.submit(() -> {
            drive();
            return null;
        });
    }

    /** Returns when all that was sent has arrived. */
    void stop() throws InterruptedException {
        open = false;
        try {
            driving.get();
        } catch (ExecutionException e) {
            throw new FaultFailure("the deliveries ended with " + e.getCause(), e);
        }
    }

    private void drive() throws InterruptedException {
        for (int soldOut = 0; open; ) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            soldOut = soldOut() ? soldOut + 1 : 0;
            if (soldOut == LOOKS_SOLD_OUT) {
                deliver();
                soldOut = 0;
            }
        }
    }

    private boolean soldOut() {
        try {
            return ledgers.shelf(Shelves.SCARCE).available() == 0;
        } catch (FaultFailure e) {
            // The database is away.
            return false;
        }
    }

    private void deliver() throws InterruptedException {
        String id = "delivery-" + seed + "-" + number;
        int quantity = 1 + random.nextInt(MOST_UNITS);
        long begun = System.nanoTime();
        for (int door = number; !shelves.replenish(id, Shelves.SCARCE, quantity, door); door++) {
            if (!open && System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new FaultFailure(id + " does not arrive");
            }
            repeated++;
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        number++;
        units += quantity;
    }

    /** After the end: what of the deliveries was lost, counted twice, or cannot be sold. */
    List<String> notSold() {
        Ledgers.Shelf shelf = ledgers.shelf(Shelves.SCARCE);
        return shelf.total() == units && shelf.sold() == units
                ? List.of()
                : List.of("I6: of the scarce SKU " + units + " units were delivered, but " + shelf);
    }

    @Override
    public String toString() {
        return "%d units of the scarce SKU came in %d deliveries, each but the first when it was sold out; sent again %d times"
                .formatted(units, number, repeated);
    }

    @Override
    public void close() {
        open = false;
        thread.shutdownNow();
    }
}
