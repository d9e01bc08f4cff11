package dev.holdfast.proof.bench;

import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Runs one cell: what was before, the load, what is after, and whether the promise was kept. */
final class Measuring {
    private static final String GENERATOR = "load generator";

    private final Plan plan;
    private final Site site;
    private final Ledger ledger;
    private final Shelves shelves;
    private final LimitTables limit;
    private final GateMeter gate;
    private final Processes processes;

    Measuring(Plan plan, Stack stack, Processes processes) {
        this.plan = plan;
        this.site = new Site(plan, stack);
        this.ledger = new Ledger(stack);
        this.shelves = new Shelves(stack);
        this.limit = new LimitTables(stack, plan.repository(), ledger);
        this.gate = new GateMeter(stack);
        this.processes = processes;
    }

    /** Load that is not measured. What is open long after it, empty if nothing. */
    List<String> warm(String mode, int connections, int seconds) throws IOException, InterruptedException {
        if (seconds > 0) {
            Load load = new Load.Wrk(mode, connections);
            generator("warm-up-" + mode, load, seconds)
                    .run(load.command(site, run(), seconds), site.environment(), load, () -> {});
        }
        List<String> open = ledger.settle(plan.patience());
        ledger.putAway();
        return open;
    }

    Result measure(Cell cell) throws IOException, InterruptedException {
        prepare(cell);
        AtomicReference<Map<String, Double>> cpu = new AtomicReference<>();
        AtomicLong already = new AtomicLong();
        processes.forgetPeaks();
        Generator generator = generator(cell.id().replace('/', '-'), cell.load(), plan.seconds());
        LoadReport report =
                generator.run(cell.load().command(site, run(), plan.seconds()), site.environment(), cell.load(), () -> {
                    already.set(ledger.confirmed());
                    cpu.set(processes.cpuMs());
                });
        Map<String, Double> spent = new LinkedHashMap<>(Processes.since(cpu.get(), processes.cpuMs()));
        spent.put(GENERATOR, report.cpuMs());
        long confirmed = report.confirmed() > 0 ? report.confirmed() : ledger.confirmed() - already.get();
        Double gateP99 = cell.way().placesOrders() ? gate.p99() : null;
        Map<String, Double> peaks = new LinkedHashMap<>(processes.peakMiB());
        peaks.put(GENERATOR, generator.peakKiB() / 1024.0);
        List<String> broken = new ArrayList<>(check(cell));
        Result.Flash flash = flash(cell, broken);
        ledger.putAway();
        return new Result(
                cell.way(),
                cell.name(),
                cell.connections(),
                report,
                confirmed,
                spent,
                peaks,
                gateP99,
                flash,
                List.copyOf(broken));
    }

    private void prepare(Cell cell) throws IOException, InterruptedException {
        if (cell.load() instanceof Load.Flash flash) {
            shelves.replenish(Shelves.FLASH, flash.units());
        }
        if (cell.load() instanceof Load.Sql) {
            limit.make();
        }
    }

    private List<String> check(Cell cell) throws InterruptedException {
        if (cell.way() == Way.LIMIT) {
            return limit.broken();
        }
        List<String> open = ledger.settle(plan.patience());
        return open.isEmpty() ? ledger.broken() : open;
    }

    private Result.Flash flash(Cell cell, List<String> broken) {
        if (!(cell.load() instanceof Load.Flash flash)) {
            return null;
        }
        long sold = ledger.sold(Shelves.FLASH);
        if (sold != flash.units()) {
            broken.add("flash: " + sold + " of " + flash.units() + " units sold");
        }
        return new Result.Flash(flash.units(), sold, ledger.secondsToTheLastUnit());
    }

    private Generator generator(String name, Load load, int seconds) {
        Path output = plan.out().resolve("raw").resolve(name + ".txt");
        return new Generator(output, Duration.ofSeconds(load.atMostSeconds(seconds)));
    }

    private static String run() {
        return Long.toString(System.nanoTime(), 36);
    }
}
