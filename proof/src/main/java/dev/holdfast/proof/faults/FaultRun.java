package dev.holdfast.proof.faults;

import dev.holdfast.proof.faults.Ledgers.Shelf;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run: the buyers come, things go wrong, all is healed, it becomes quiet, and the ledgers are checked. */
final class FaultRun {
    private static final Duration SERVING_AGAIN = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MOST_OF_A_LINE = 10_000;

    private final FaultSettings settings;
    private final Journal journal = new Journal(System.out, System::nanoTime);
    private final Answers answers = new Answers();
    private final Schedule schedule;

    FaultRun(FaultSettings settings) {
        this.settings = settings;
        this.schedule = Schedule.of(settings.seed(), settings.minutes());
    }

    Verdict run() throws InterruptedException, IOException {
        Instant begun = Instant.now();
        journal.say("seed %d, %d minutes: %d faults"
                .formatted(
                        settings.seed(), settings.minutes(), schedule.strikes().size()));
        try (Scene scene = Scene.set(settings, journal)) {
            new Shelves(scene.stack()).fill(settings.minutes());
            Counter counter = new Counter(scene.stack().gateway(), answers, journal);
            Ledgers ledgers = new Ledgers(scene.stack());
            try (Buyers buyers = new Buyers(settings.buyers(), settings.seed(), counter)) {
                List<String> broken = new ArrayList<>(trouble(scene, buyers));
                buyers.comeBack();
                Quiet quiet = Quiet.await(ledgers, List.of());
                broken.addAll(buyTheRest(counter, ledgers));
                buyers.replay();
                List<String> open = Quiet.await(ledgers, quiet.open()).open();
                broken.addAll(ledgers.broken());
                broken.addAll(answers.broken());
                broken.addAll(ledgers.notAsTold(answers.finals()));
                journal.note("%d replays of an order refused for lack of stock were refused from memory"
                        .formatted(answers.refusedAgainFromMemory()));
                Verdict verdict = new Verdict(broken, open);
                new RunRecord(settings, begun, journal, answers.finals().size(), quiet, verdict).write();
                return verdict;
            }
        }
    }

    private List<String> trouble(Scene scene, Buyers buyers) throws InterruptedException {
        journal.open();
        buyers.begin();
        try {
            new Hands(scene, journal).play(schedule);
        } finally {
            scene.heal();
        }
        boolean serving = servesAgain();
        buyers.stop();
        journal.left();
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
    private List<String> buyTheRest(Counter counter, Ledgers ledgers) throws InterruptedException {
        Shelf shelf = ledgers.shelf(Shelves.SCARCE);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; shelf.available() > 0 && System.nanoTime() < end; i++) {
            long units = Math.min(shelf.available(), MOST_OF_A_LINE);
            counter.place(Purchase.of("rest-" + settings.seed() + "-" + i, Shelves.SCARCE, units), PATIENCE);
            TimeUnit.MILLISECONDS.sleep(200);
            shelf = ledgers.shelf(Shelves.SCARCE);
        }
        journal.note("of the scarce SKU %d of %d units are sold".formatted(shelf.sold(), shelf.total()));
        return shelf.available() == 0 ? List.of() : List.of("I6: units of the scarce SKU cannot be bought: " + shelf);
    }
}
