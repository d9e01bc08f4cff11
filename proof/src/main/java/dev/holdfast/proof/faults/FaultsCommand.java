package dev.holdfast.proof.faults;

import dev.holdfast.stack.EngineOptions;
import dev.holdfast.stack.Ports;
import dev.holdfast.stack.PortsTaken;
import dev.holdfast.stack.StackSettings;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of ./prove --faults. */
@Command(
        name = "--faults",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = FaultsCommand.FAILED,
        description =
                """
                Starts a stack of its own with two of each app, and lets buyers buy while every process is killed, frozen, \
                stopped and started again, and every wire between them delays, loses, resets or goes half-open, by a \
                schedule that follows from the seed. Then heals all, waits until it is quiet and checks the ledgers and \
                every answer a buyer got.\
                """,
        footer =
                """

                Exit codes: 0 every promise held; 1 one is broken, or something was left open; 2 the run itself failed (the \
                record says why), or wrong options; 3 a port is taken.\
                """)
public final class FaultsCommand implements Callable<Integer> {
    private static final int NOT_HELD = 1;
    static final int FAILED = 2;
    private static final int PORT_TAKEN = 3;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "3",
            description = "for which things go wrong (${DEFAULT-VALUE})")
    private int minutes;

    @Option(names = "--seed", paramLabel = "S", description = "the same seed, the same schedule (any)")
    private Long seed;

    @Option(
            names = "--buyers",
            paramLabel = "N",
            defaultValue = "16",
            description = "who buy all the time (${DEFAULT-VALUE})")
    private int buyers;

    @Option(
            names = "--hostile",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    """
                    clients of each hostile kind at the gateway meanwhile: half a body, a byte a second, headers without end, \
                    answers never read, silent (${DEFAULT-VALUE})\
                    """)
    private int hostile;

    @Option(names = "--list", description = "print the schedule and end")
    private boolean list;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "2000",
            description = "added to every default port (${DEFAULT-VALUE})")
    private int portOffset;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "run/faults",
            description = "the record, data and logs (${DEFAULT-VALUE})")
    private Path out;

    @Mixin
    private EngineOptions engines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        FaultSettings settings = settings();
        if (list) {
            Schedule.of(settings.seed(), settings.minutes()).strikes().forEach(System.out::println);
            return 0;
        }
        try {
            Verdict verdict = new FaultRun(settings).run();
            return verdict.held() ? 0 : verdict.broken().isEmpty() ? FAILED : NOT_HELD;
        } catch (PortsTaken e) {
            System.err.println(e.getMessage());
            return PORT_TAKEN;
        }
    }

    private FaultSettings settings() {
        try {
            Path repository = StackSettings.repositoryAround(Path.of(""));
            return new FaultSettings(
                    repository,
                    repository.resolve(out),
                    engines.database(),
                    engines.seataStore(),
                    Ports.DEFAULT.withOffset(portOffset),
                    minutes,
                    seed == null ? new Random().nextInt(1_000_000) : seed,
                    buyers,
                    hostile);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
