package dev.holdfast.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a stack is to run.
 *
 * @param repository the checkout: classes of the apps, configuration and SQL are taken from it
 * @param directory  data and logs; made, marked and locked by the stack
 * @param fresh      wipe the directory first
 * @param engine     local processes or containers
 * @param seataStore where the Seata server keeps its sessions
 * @param deadline   within which everything must be ready
 */
public record StackSettings(
        Path repository,
        Path directory,
        boolean fresh,
        Database database,
        Ports ports,
        Engine engine,
        SeataStore seataStore,
        Apps apps,
        Duration deadline) {

    /** What the four servers run in. */
    public enum Engine {
        /** Containers where a Docker engine answers, else processes. */
        AUTO,
        LOCAL,
        DOCKER
    }

    public enum SeataStore {
        FILE,
        DB
    }

    /**
     * The three apps.
     *
     * @param wanted      false: only the four servers
     * @param demo        load the demonstration's stock
     * @param javaOptions options of their JVMs
     * @param detours     by name of the app, further ones included: what stands between it and its peers
     */
    public record Apps(boolean wanted, boolean demo, List<String> javaOptions, Map<String, Detour> detours) {

        /** Ready soon rather than fast later, on small machines; a benchmark wants C2 and more memory. */
        public static final List<String> QUICK_START =
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:TieredStopAtLevel=1");

        public Apps {
            javaOptions = List.copyOf(javaOptions);
            detours = Map.copyOf(detours);
        }

        /** Nothing stands between them. */
        public Apps(boolean wanted, boolean demo, List<String> javaOptions) {
            this(wanted, demo, javaOptions, Map.of());
        }

        public Apps withDetours(Map<String, Detour> other) {
            return new Apps(wanted, demo, javaOptions, other);
        }

        Detour detour(String name) {
            return detours.getOrDefault(name, Detour.NONE);
        }

        /** HOLDFAST_APP_JAVA_OPTS, or what starts quickly. */
        public static List<String> optionsOfEnvironment() {
            String given = System.getenv("HOLDFAST_APP_JAVA_OPTS");
            return given == null || given.isBlank()
                    ? QUICK_START
                    : List.of(given.trim().split("\\s+"));
        }
    }

    public StackSettings {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(ports, "ports");
        repository = repository.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        if (repository.startsWith(directory)) {
            throw new IllegalArgumentException("the stack's directory " + directory + " holds the checkout itself");
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the deadline " + deadline + " leaves no time to start");
        }
    }

    /** As ./up runs: default ports, demonstration data, kept under run/. */
    public static StackSettings ofUp(Path repository, Database database) {
        return new StackSettings(
                repository,
                repository.resolve("run").resolve(database.label()),
                false,
                database,
                Ports.DEFAULT,
                Engine.LOCAL,
                SeataStore.FILE,
                new Apps(true, true, Apps.optionsOfEnvironment()),
                Duration.ofMinutes(5));
    }

    /**
     * As the tests run: moved aside from a running ./up, fresh, without demonstration data. System properties
     * {@code holdfast.db}, {@code holdfast.port-offset}, {@code holdfast.stack} (auto, local, docker).
     */
    public static StackSettings ofTests(Path repository) {
        Database database = Database.named(System.getProperty("holdfast.db", "mariadb"));
        Engine engine =
                Engine.valueOf(System.getProperty("holdfast.stack", "auto").toUpperCase(Locale.ROOT));
        return new StackSettings(
                repository,
                repository.resolve("proof/target/stack"),
                true,
                database,
                Ports.DEFAULT.withOffset(Integer.getInteger("holdfast.port-offset", 5000)),
                engine,
                SeataStore.FILE,
                new Apps(true, false, Apps.optionsOfEnvironment()),
                Duration.ofMinutes(5));
    }

    /** The checkout around a directory: the nearest one above that holds nacos-config/. */
    public static Path repositoryAround(Path directory) {
        for (Path each = directory.toAbsolutePath().normalize(); each != null; each = each.getParent()) {
            if (Files.isDirectory(each.resolve("nacos-config")) || Files.exists(each.resolve("docker-compose.yml"))) {
                return each;
            }
        }
        throw new IllegalArgumentException("no Holdfast checkout (a directory with nacos-config/) around " + directory);
    }

    public StackSettings withDirectory(Path other) {
        return new StackSettings(repository, other, fresh, database, ports, engine, seataStore, apps, deadline);
    }

    public StackSettings withFresh(boolean other) {
        return new StackSettings(repository, directory, other, database, ports, engine, seataStore, apps, deadline);
    }

    public StackSettings withPorts(Ports other) {
        return new StackSettings(repository, directory, fresh, database, other, engine, seataStore, apps, deadline);
    }

    public StackSettings withEngine(Engine other) {
        return new StackSettings(repository, directory, fresh, database, ports, other, seataStore, apps, deadline);
    }

    public StackSettings withSeataStore(SeataStore other) {
        return new StackSettings(repository, directory, fresh, database, ports, engine, other, apps, deadline);
    }

    public StackSettings withApps(Apps other) {
        return new StackSettings(repository, directory, fresh, database, ports, engine, seataStore, other, deadline);
    }

    public StackSettings withDeadline(Duration other) {
        return new StackSettings(repository, directory, fresh, database, ports, engine, seataStore, apps, other);
    }
}
