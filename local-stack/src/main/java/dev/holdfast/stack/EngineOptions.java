package dev.holdfast.stack;

import java.util.Locale;
import picocli.CommandLine.Option;

/** What the stack runs on, as given on the command line. */
public final class EngineOptions {

    @Option(
            names = "--db",
            paramLabel = "mariadb|mysql",
            defaultValue = "mariadb",
            description = "database engine (${DEFAULT-VALUE})")
    private String database;

    @Option(
            names = "--seata-store",
            paramLabel = "file|db",
            defaultValue = "file",
            description = "where Seata keeps its sessions (${DEFAULT-VALUE})")
    private String seataStore;

    /** @throws IllegalArgumentException if there is no such engine */
    public Database database() {
        return Database.named(database);
    }

    /** @throws IllegalArgumentException if there is no such store */
    public StackSettings.SeataStore seataStore() {
        return StackSettings.SeataStore.valueOf(seataStore.toUpperCase(Locale.ROOT));
    }
}
