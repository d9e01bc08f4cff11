package dev.holdfast.proof.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as markdown. */
final class Table {
    private static final String HEAD =
            """
            | way | load | conn. | confirmed/s | refused (409)/s | other answers | p50 ms | p95 | p99 | p99.9 | CPU-ms | of which | peak MiB | invariants |
            |---|---|--:|--:|--:|---|--:|--:|--:|--:|--:|---|---|---|
            """;

    private Table() {}

    static String of(List<Result> results) {
        return HEAD + results.stream().map(Table::row).collect(Collectors.joining());
    }

    static String targets(List<Target> targets) {
        return """
               | target | measured | met |
               |---|---|---|
               """
                + targets.stream()
                        .map(each -> "| %s | %s | %s |%n"
                                .formatted(
                                        each.wanted(),
                                        each.measured(),
                                        each.verdict().word()))
                        .collect(Collectors.joining());
    }

    static String row(Result result) {
        LoadReport.Latency latency = result.load().latency();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %.2f per %s | %s | %s | %s |%n",
                result.way().label(),
                result.name(),
                result.connections() == 0 ? "-" : result.connections(),
                rate(result.confirmedPerSecond()),
                rate(result.refusedPerSecond()),
                others(result),
                ms(latency.p50()),
                ms(latency.p95()),
                ms(latency.p99()),
                ms(latency.p999()),
                result.cpuMsEach(),
                result.perOrder() ? "order" : "request",
                parts(result),
                peaks(result.peakMiB()),
                invariants(result));
    }

    /** 201 says no more than the confirmed rows do, but where it says something else. */
    private static String others(Result result) {
        List<String> told = new ArrayList<>();
        result.load().statuses().forEach((status, count) -> {
            if (status != 409 && !(status == 201 && result.way().placesOrders() && result.perOrder())) {
                told.add(count + " × " + status);
            }
        });
        if (result.load().broken() > 0) {
            told.add(result.load().broken() + " without answer");
        }
        return told.isEmpty() ? "none" : String.join(", ", told);
    }

    private static String parts(Result result) {
        return result.cpuMs().keySet().stream()
                .filter(name -> result.cpuMsEach(name) >= 0.005)
                .map(name -> String.format(Locale.ROOT, "%s %.2f", name, result.cpuMsEach(name)))
                .collect(Collectors.joining(", "));
    }

    private static String peaks(Map<String, Double> peaks) {
        return peaks.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %.0f", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String invariants(Result result) {
        String kept = result.broken().isEmpty() ? "held" : "BROKEN";
        return result.flash() == null
                ? kept
                : String.format(
                        Locale.ROOT,
                        "%s; %d of %d sold, the last after %.2f s",
                        kept,
                        result.flash().sold(),
                        result.flash().units(),
                        result.flash().seconds());
    }

    private static String rate(double perSecond) {
        return perSecond == 0 ? "0" : String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%.0f", perSecond);
    }

    private static String ms(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
