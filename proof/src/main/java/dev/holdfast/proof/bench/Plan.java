package dev.holdfast.proof.bench;

import dev.holdfast.stack.Database;
import dev.holdfast.stack.Ports;
import dev.holdfast.stack.StackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is to be measured, and how. */
record Plan(
        Path repository,
        Path out,
        Path chart,
        Database database,
        StackSettings.SeataStore seataStore,
        int portOffset,
        int seconds,
        int warmup,
        boolean quick,
        List<String> only) {

    static final int MOST = 256;
    private static final List<Integer> STEPS = List.of(1, 4, 16, 64, MOST);
    private static final int BATCH = 64;
    private static final int LIMIT_CONNECTIONS = 4;
    private static final int ROWS = 1024;

    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 10;

    Plan {
        if (seconds < 1 || warmup < 0) {
            throw new IllegalArgumentException("a cell needs a second, and a warm-up cannot be negative");
        }
        only = List.copyOf(only);
    }

    /** Those of the images, and no other: the figures are of what runs there. */
    List<String> javaOptions() {
        return List.of("@" + repository.resolve("docker/java-options"));
    }

    StackSettings stack(StackSettings.SeataStore store) {
        return StackSettings.ofUp(repository, database)
                .withDirectory(out.resolve("stack"))
                .withFresh(true)
                .withPorts(Ports.DEFAULT.withOffset(portOffset))
                .withSeataStore(store)
                .withApps(new StackSettings.Apps(true, false, javaOptions()));
    }

    int echoPort() {
        return Ports.DEFAULT.gateway() + PORTS_ON + portOffset;
    }

    /** Within which every order must have its outcome once the load has ended: longer than Seata's slowest retry. */
    Duration patience() {
        return Duration.ofSeconds(180);
    }

    List<Cell> cells() {
        List<Cell> cells = all().filter(cell -> cell.among(only)).toList();
        boolean open = cells.stream().anyMatch(cell -> cell.load() instanceof Load.Open);
        Cell most = wrk(Way.OURS, "hot", MOST);
        if (!open || cells.contains(most)) {
            return cells;
        }
        // Half of the maximum cannot be known without the maximum.
        List<Cell> withMost = new ArrayList<>(List.of(most));
        withMost.addAll(cells);
        return withMost;
    }

    List<Cell> cells(Way way) {
        return cells().stream().filter(cell -> cell.way() == way).toList();
    }

    private Stream<Cell> all() {
        Stream<Cell> cells =
                Stream.of(ours(), echo(), plain(), limit(), oursDb()).flatMap(List::stream);
        return quick ? cells.filter(cell -> cell.connections() != 4 && cell.connections() != 16) : cells;
    }

    private List<Cell> ours() {
        List<Cell> cells = new ArrayList<>();
        STEPS.forEach(step -> cells.add(wrk(Way.OURS, "hot", step)));
        cells.add(wrk(Way.OURS, "uniform", 64));
        cells.add(wrk(Way.OURS, "uniform", MOST));
        cells.add(wrk(Way.OURS, "sold-out", 64));
        cells.add(wrk(Way.OURS, "sold-out", MOST));
        cells.add(wrk(Way.OURS, "mixed", 64));
        cells.add(flash(Way.OURS));
        cells.add(new Cell(Way.OURS, "open", 0, new Load.Open(0)));
        return cells;
    }

    private static List<Cell> echo() {
        return List.of(wrk(Way.ECHO, "echo", 1), wrk(Way.ECHO, "echo", 64), wrk(Way.ECHO, "echo", MOST));
    }

    private List<Cell> plain() {
        List<Cell> cells = new ArrayList<>();
        STEPS.forEach(step -> cells.add(wrk(Way.PLAIN, "hot", step)));
        cells.add(wrk(Way.PLAIN, "uniform", MOST));
        cells.add(wrk(Way.PLAIN, "sold-out", MOST));
        cells.add(wrk(Way.PLAIN, "mixed", 64));
        cells.add(flash(Way.PLAIN));
        return cells;
    }

    /** So many orders under way at once, one row, in batches as large as they come; then the two corners. */
    private static List<Cell> limit() {
        List<Cell> cells = new ArrayList<>();
        for (int step : STEPS) {
            int batch = Math.min(BATCH, step);
            cells.add(new Cell(Way.LIMIT, "batches-hot", step, new Load.Sql(1, batch, Math.max(1, step / BATCH))));
        }
        cells.add(new Cell(Way.LIMIT, "batches-uniform", MOST, new Load.Sql(ROWS, BATCH, MOST / BATCH)));
        cells.add(new Cell(Way.LIMIT, "single-hot", 1, new Load.Sql(1, 1, 1)));
        cells.add(new Cell(Way.LIMIT, "single-hot", LIMIT_CONNECTIONS, new Load.Sql(1, 1, LIMIT_CONNECTIONS)));
        cells.add(new Cell(Way.LIMIT, "single-uniform", LIMIT_CONNECTIONS, new Load.Sql(ROWS, 1, LIMIT_CONNECTIONS)));
        return cells;
    }

    private List<Cell> oursDb() {
        return seataStore == StackSettings.SeataStore.DB ? List.of() : List.of(wrk(Way.OURS_DB, "hot", MOST));
    }

    private static Cell wrk(Way way, String mode, int connections) {
        return new Cell(way, mode, connections, new Load.Wrk(mode, connections));
    }

    private Cell flash(Way way) {
        return new Cell(
                way, "flash", MOST, quick ? new Load.Flash(MOST, 5_000, 100) : new Load.Flash(MOST, 50_000, 1_000));
    }
}
