package dev.holdfast.proof.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells how it goes, and in the end writes the tables, the raw results and the chart. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Plan plan;
    private final Machine machine = Machine.here();
    private String database;

    Report(Plan plan) {
        this.plan = plan;
        this.database = plan.database().label();
    }

    void database(String version) {
        database = version;
    }

    void say(String line) {
        System.out.println(line);
    }

    void row(Result result) {
        System.out.print(Table.row(result));
        result.broken().forEach(each -> System.out.println("  BROKEN: " + each));
    }

    void write(List<Result> results) throws IOException {
        List<Target> targets = new Targets(results).all();
        String text = head() + "\n" + Table.of(results) + "\n" + Table.targets(targets);
        Files.createDirectories(plan.out());
        Files.writeString(plan.out().resolve("bench.md"), text);
        JSON.writeValue(
                plan.out().resolve("bench.json").toFile(),
                Map.of("machine", machine, "database", database, "results", results, "targets", targets));
        System.out.println("\n" + text);
        if (Chart.drawable(results)) {
            Files.createDirectories(plan.chart().toAbsolutePath().getParent());
            new Chart(results, machine + ", " + database).write(plan.chart());
            System.out.println("chart: " + plan.chart());
        }
        System.out.println("tables and raw results: " + plan.out());
    }

    private String head() {
        return String.format(
                Locale.ROOT,
                "%s; %s, innodb_flush_log_at_trx_commit=1; Seata's %s store; %s; %d s per cell after %d s of warm-up per way; "
                        + "the load generator on the same machine and in the CPU figures%n",
                machine,
                database,
                plan.seataStore().name().toLowerCase(Locale.ROOT),
                String.join(" ", plan.javaOptions()).replace(plan.repository() + "/", ""),
                plan.seconds(),
                plan.warmup());
    }
}
