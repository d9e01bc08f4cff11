package dev.holdfast.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind ./up: starts the stack, places one order to show that it works, and stays. */
@Command(
        name = "up",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "Holdfast 0.1.0-SNAPSHOT",
        description =
                "Starts MariaDB (or MySQL), Redis, Nacos, Seata and the three apps on 127.0.0.1, and places an order.",
        footer = {
            "",
            "Exit codes: 0 the order was confirmed and exactly its stock moved; 1 it was not, or the start",
            "failed; 2 wrong options; 3 a port is taken."
        })
public final class Main implements Callable<Integer> {

    static final int FAILED = 1;
    static final int PORT_TAKEN = 3;

    @Option(names = "--once", description = "stop after the demonstration; the exit code tells how it went")
    private boolean once;

    @Option(names = "--fresh", description = "wipe what an earlier run left")
    private boolean fresh;

    @Option(names = "--dir", paramLabel = "DIR", description = "data and logs (run/<db>)")
    private Path directory;

    @Option(names = "--servers-only", description = "start only the four servers, no app and no demonstration")
    private boolean serversOnly;

    @Option(names = "--no-demo-data", description = "load no demonstration stock (and place no order)")
    private boolean noDemoData;

    @Option(
            names = "--app-java-opts",
            paramLabel = "OPTIONS",
            description = "options of the apps' JVMs, instead of HOLDFAST_APP_JAVA_OPTS")
    private String appJavaOptions;

    @Mixin
    private PortOptions portOptions;

    @Mixin
    private EngineOptions engines;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main()).execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        StackSettings settings = settings(StackSettings.repositoryAround(Path.of("")));
        Instant begun = Instant.now();
        System.out.println(
                "Starting Holdfast on " + settings.database().label() + ", data and logs in " + settings.directory());
        try (Stack stack = Stack.start(settings)) {
            System.out.printf(
                    Locale.ROOT,
                    "All ready after %.1f s%n%n",
                    Duration.between(begun, Instant.now()).toMillis() / 1000.0);
            boolean shown = !settings.apps().wanted() || !settings.apps().demo() || new Demonstration(stack).run();
            Addresses.print(stack);
            if (!once) {
                System.out.println("\nCtrl-C stops everything.");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("\nStopping ...")));
                new CountDownLatch(1).await();
            }
            return shown ? 0 : FAILED;
        } catch (PortsTaken e) {
            System.err.println(e.getMessage());
            return PORT_TAKEN;
        } catch (StackFailure e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    StackSettings settings(Path repository) {
        try {
            StackSettings settings = StackSettings.ofUp(repository, engines.database())
                    .withFresh(fresh)
                    .withPorts(portOptions.ports())
                    .withSeataStore(engines.seataStore());
            settings = directory == null ? settings : settings.withDirectory(directory);
            List<String> options = appJavaOptions == null
                    ? settings.apps().javaOptions()
                    : List.of(appJavaOptions.trim().split("\\s+"));
            return settings.withApps(new StackSettings.Apps(!serversOnly, !noDemoData, options));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
