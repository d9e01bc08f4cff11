package dev.holdfast.proof.bench;

import dev.holdfast.stack.EngineOptions;
import dev.holdfast.stack.PortsTaken;
import dev.holdfast.stack.StackFailure;
import dev.holdfast.stack.StackSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of ./prove --bench. */
@Command(
        name = "--bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                """
                Starts a stack of its own, runs loads through the gateway and prints one table: confirmed orders per \
                second, refusals, latencies, CPU-milliseconds per order of every process, memory, and the invariants \
                after each.
                Ways: ours (as published), plain (gate and batching off), ours-db (Seata's db store, \
                whatever --seata-store says), echo (a trivial \
                POST through the same gateway), limit (the durable SQL of an order alone). Needs wrk.\
                """,
        footer =
                """

                Exit codes: 0 measured, and every invariant held; 1 an invariant was broken, or something failed; \
                2 wrong options; 3 a port is taken. A missed target is told in the table, not by the exit code.\
                """)
public final class BenchCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int PORT_TAKEN = 3;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "20", description = "per cell (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "150",
            description = "seconds of warm-up per way of running (${DEFAULT-VALUE})")
    private int warmup;

    @Option(names = "--quick", description = "a short look: 5 s per cell after 15 s of warm-up, fewer cells")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CELLS",
            description = "such cells only: ours, hot, ours/hot, echo/256, limit, open, ... (see --list)")
    private List<String> only = List.of();

    @Option(names = "--list", description = "print the names of all cells and end")
    private boolean list;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "1000",
            description = "added to every default port (${DEFAULT-VALUE})")
    private int portOffset;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "run/bench",
            description = "table, raw results, chart, logs (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--chart", paramLabel = "FILE", description = "the chart, as SVG (throughput.svg in --out)")
    private Path chart;

    @Mixin
    private EngineOptions engines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        if (list) {
            plan.cells().forEach(cell -> System.out.println(cell.id()));
            return 0;
        }
        try {
            return new Bench(plan).run() ? 0 : FAILED;
        } catch (BenchFailure | StackFailure e) {
            System.err.println(e.getMessage());
            return e instanceof PortsTaken ? PORT_TAKEN : FAILED;
        }
    }

    private Plan plan() {
        try {
            Path repository = StackSettings.repositoryAround(Path.of(""));
            Path output = repository.resolve(out);
            return new Plan(
                    repository,
                    output,
                    chart == null ? output.resolve("throughput.svg") : repository.resolve(chart),
                    engines.database(),
                    engines.seataStore(),
                    portOffset,
                    quick ? 5 : seconds,
                    quick ? 15 : warmup,
                    quick,
                    only);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
