package dev.holdfast.proof.check;

import dev.holdfast.proof.check.CheckSettings.GateAt;
import dev.holdfast.proof.check.CheckSettings.Login;
import dev.holdfast.proof.check.CheckSettings.SeataAt;
import dev.holdfast.stack.Ports;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind ./check. What is not given is as ./up makes it. */
@Command(
        name = "check",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "Holdfast 0.1.0-SNAPSHOT",
        exitCodeOnExecutionException = 2,
        description =
                """
                Reads the stock rows, the reservations, the orders, the gate and Seata's sessions of a running system, \
                and says which of the invariants I1 to I6 hold, with the rows that break them. It writes nothing, locks \
                nothing, and may run while orders go on. Both databases must be on one server.\
                """,
        footer =
                """

                Exit codes: 0 all hold; 1 one is broken; 2 something could not be looked at, or wrong options.\
                """)
public final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "as given to ./up (${DEFAULT-VALUE})")
    private int portOffset;

    @Option(names = "--db", paramLabel = "HOST:PORT", description = "the database server (127.0.0.1:13306)")
    private String database;

    @Option(
            names = "--db-user",
            paramLabel = "NAME",
            defaultValue = "root",
            description = "may read both databases (${DEFAULT-VALUE})")
    private String databaseUser;

    @Option(
            names = "--db-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:HOLDFAST_CHECK_DB_PASSWORD:-root-demo}",
            description = "or HOLDFAST_CHECK_DB_PASSWORD in the environment")
    private String databasePassword;

    @Option(
            names = "--order-schema",
            paramLabel = "NAME",
            defaultValue = "holdfast_order",
            description = "${DEFAULT-VALUE}")
    private String orderSchema;

    @Option(
            names = "--stock-schema",
            paramLabel = "NAME",
            defaultValue = "holdfast_stock",
            description = "${DEFAULT-VALUE}")
    private String stockSchema;

    @Option(
            names = "--redis",
            paramLabel = "HOST:PORT",
            description = "where the gate is: one server (127.0.0.1:16379)")
    private String redis;

    @Option(
            names = "--redis-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:HOLDFAST_REDIS_PASSWORD:-redis-demo}",
            description = "or HOLDFAST_REDIS_PASSWORD")
    private String redisPassword;

    @Option(names = "--redis-db", paramLabel = "N", defaultValue = "0", description = "its number (${DEFAULT-VALUE})")
    private int redisNumber;

    @Option(names = "--no-gate", description = "do not look at the gate")
    private boolean noGate;

    @Option(names = "--seata", paramLabel = "URL", description = "Seata's console (http://127.0.0.1:17091)")
    private URI seata;

    @Option(names = "--seata-user", paramLabel = "NAME", defaultValue = "seata", description = "${DEFAULT-VALUE}")
    private String seataUser;

    @Option(
            names = "--seata-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:SEATA_CONSOLE_PASSWORD:-seata-demo}",
            description = "or SEATA_CONSOLE_PASSWORD")
    private String seataPassword;

    @Option(
            names = "--seata-schema",
            paramLabel = "NAME",
            description = "read the tables of Seata's db store there, not its console")
    private String seataSchema;

    @Option(names = "--no-seata", description = "do not ask Seata: what is left open counts as left by it too")
    private boolean noSeata;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "what is open for less, by the database's clock, is not yet due and not broken; by default it "
                            + "follows from the published settings of the resolver: old-enough + longest-back-off + period")
    private Duration grace;

    @Option(
            names = "--nacos",
            paramLabel = "HOST:PORT",
            description =
                    "where those settings are published (127.0.0.1:18848); without an answer nacos-config/ is read")
    private String nacos;

    @Option(
            names = "--nacos-user",
            paramLabel = "NAME",
            defaultValue = "${env:SPRING_CLOUD_NACOS_USERNAME:-holdfast}",
            description = "or SPRING_CLOUD_NACOS_USERNAME")
    private String nacosUser;

    @Option(
            names = "--nacos-password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:SPRING_CLOUD_NACOS_PASSWORD:-holdfast-demo}",
            description = "or SPRING_CLOUD_NACOS_PASSWORD")
    private String nacosPassword;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "between two looks at what may only be wrong in passing (${DEFAULT-VALUE})")
    private Duration patience;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "rows told of each kind (${DEFAULT-VALUE})")
    private int rows;

    @Option(names = "--json", description = "for a program")
    private boolean json;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), arguments));
    }

    /** @return the exit code */
    public static int run(PrintWriter out, String... arguments) {
        return new CommandLine(new CheckCommand()).setOut(out).execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        Report report = Checker.check(settings(grace()));
        ReportText text = new ReportText(report, rows);
        spec.commandLine().getOut().println(json ? text.json() : text.table());
        return report.exitCode();
    }

    private Grace grace() throws InterruptedException {
        try {
            if (grace != null) {
                return Grace.given(grace);
            }
            Ports ports = Ports.DEFAULT.withOffset(portOffset);
            NacosSettings published =
                    new NacosSettings(or(nacos, local(ports.nacos())), new Login(nacosUser, nacosPassword));
            return new DefaultGrace(published, configuration(), System.getenv()).find();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** @return null outside of a checkout */
    private static Path configuration() {
        Path configuration = Path.of("").toAbsolutePath();
        while (configuration != null && !Files.isDirectory(configuration.resolve("nacos-config"))) {
            configuration = configuration.getParent();
        }
        return configuration == null ? null : configuration.resolve("nacos-config");
    }

    CheckSettings settings(Grace grace) {
        try {
            Ports ports = Ports.DEFAULT.withOffset(portOffset);
            return new CheckSettings(
                    or(database, local(ports.database())),
                    new Login(databaseUser, databasePassword),
                    new Schemas(orderSchema, stockSchema),
                    noGate ? null : new GateAt(or(redis, local(ports.redis())), redisPassword, redisNumber),
                    noSeata ? null : seata(ports),
                    grace,
                    patience);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private SeataAt seata(Ports ports) {
        if (seataSchema != null) {
            return new SeataAt.Store(seataSchema);
        }
        return new SeataAt.Console(
                seata != null ? seata : URI.create("http://" + local(ports.seataConsole())),
                new Login(seataUser, seataPassword));
    }

    private static String or(String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private static String local(int port) {
        return "127.0.0.1:" + port;
    }
}
