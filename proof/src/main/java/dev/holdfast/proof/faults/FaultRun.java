package dev.holdfast.proof.faults;

import dev.holdfast.proof.faults.Ledgers.Shelf;
import dev.holdfast.stack.PortsTaken;
import dev.holdfast.stack.StackFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run: the buyers come, things go wrong, all is healed, it becomes quiet, and the ledgers are checked. */
final class FaultRun {
    private static final Duration SERVING_AGAIN = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FaultSettings settings;
    private final Instant begun = Instant.now();
    private final Journal journal = new Journal(System.out, System::nanoTime);
    private final Answers answers = new Answers();
    private final Schedule schedule;
    private Duration quietAfter;

    FaultRun(FaultSettings settings) {
        this.settings = settings;
        this.schedule = Schedule.of(settings.seed(), settings.minutes());
    }

    /** Whatever comes of it is written down; only where a port is taken nothing was begun. */
    Verdict run() throws InterruptedException, IOException {
        journal.say("seed %d, %d minutes: %d faults"
                .formatted(
                        settings.seed(), settings.minutes(), schedule.strikes().size()));
        Verdict verdict;
        try {
            verdict = new Verdict(broken(), null);
        } catch (PortsTaken e) {
            throw e;
        } catch (RuntimeException e) {
            verdict = new Verdict(answers.broken(), why(e));
        }
        new RunRecord(settings, begun, journal, answers.finals().size(), quietAfter, verdict).write();
        return verdict;
    }

    /** What nobody foresaw is told with its stack trace. */
    private static String why(RuntimeException e) {
        if (e instanceof FaultFailure || e instanceof StackFailure) {
            return e.getMessage();
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private List<String> broken() throws InterruptedException, IOException {
        try (Scene scene = Scene.set(settings, journal)) {
            Shelves shelves = new Shelves(
                    scene.stack(), List.of(settings.address(Part.STOCK_APP), settings.address(Part.STOCK_APP_2)));
            shelves.fill();
            Counter counter = new Counter(scene.stack().gateway(), answers, journal);
            Ledgers ledgers = new Ledgers(scene.stack());
            try (Deliveries deliveries = new Deliveries(shelves, ledgers, settings.seed());
                    Buyers buyers = new Buyers(settings.buyers(), settings.seed(), counter)) {
                List<String> broken = new ArrayList<>(trouble(scene, buyers, deliveries));
                buyers.comeBack();
                Quiet quiet = Quiet.await(ledgers);
                if (quiet.reached()) {
                    quietAfter = quiet.after();
                    buyTheRest(counter, ledgers);
                    buyers.replay();
                    quiet = Quiet.await(ledgers);
                    broken.addAll(deliveries.notSold());
                }
                broken.addAll(quiet.broken());
                broken.addAll(answers.broken());
                broken.addAll(ledgers.notAsTold(answers.finals()));
                journal.note(deliveries.toString());
                journal.note("%d replays of an order refused for lack of stock were refused from memory"
                        .formatted(answers.refusedAgainFromMemory()));
                if (broken.isEmpty() && !quiet.unread().isEmpty()) {
                    throw new FaultFailure("could not be read: " + String.join("; ", quiet.unread()));
                }
                return broken;
            }
        }
    }

    private List<String> trouble(Scene scene, Buyers buyers, Deliveries deliveries)
            throws InterruptedException, IOException {
        deliveries.begin();
        journal.open();
        buyers.begin();
        boolean serving;
        try (HostileClients hostile = new HostileClients(scene.stack().gateway(), settings.hostile())) {
            try {
                new Hands(scene, journal).play(schedule);
            } finally {
                scene.heal();
            }
            serving = servesAgain();
            journal.note(hostile.toString());
        }
        buyers.stop();
        journal.left();
        deliveries.stop();
        return serving
                ? List.of()
                : List.of("all is healed, and nobody is served for " + SERVING_AGAIN.toSeconds() + " seconds");
    }

    private boolean servesAgain() throws InterruptedException {
        Duration healed = journal.now();
        while (journal.lastServed().compareTo(healed) < 0) {
            if (journal.now().minus(healed).compareTo(SERVING_AGAIN) > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return true;
    }

    /** I6: what is left of the scarce SKU can be bought, to the last unit. */
    private void buyTheRest(Counter counter, Ledgers ledgers) throws InterruptedException {
        Shelf shelf = ledgers.shelf(Shelves.SCARCE);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; shelf.available() > 0 && System.nanoTime() < end; i++) {
            counter.place(
                    Purchase.of("rest-" + settings.seed() + "-" + i, Shelves.SCARCE, shelf.available()), PATIENCE);
            TimeUnit.MILLISECONDS.sleep(200);
            shelf = ledgers.shelf(Shelves.SCARCE);
        }
    }
}
