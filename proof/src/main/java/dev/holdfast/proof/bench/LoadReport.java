package dev.holdfast.proof.bench;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a generator printed: lines {@code bench.<name> <value>}, and what bash's {@code times} says of its CPU.
 *
 * @param statuses answers by HTTP status
 * @param broken   connections refused, cut or timed out
 * @param cpuMs    user and system time of the generator
 */
record LoadReport(
        double seconds, SortedMap<Integer, Long> statuses, long broken, long confirmed, Latency latency, double cpuMs) {

    /** Milliseconds. */
    record Latency(double p50, double p95, double p99, double p999) {}

    private static final Pattern LINE = Pattern.compile("(?m)^bench\\.(\\S+) (-?[\\d.]+)\\s*$");
    private static final Pattern TIMES =
            Pattern.compile("(?m)^bench\\.times\\s+\\S+ \\S+\\s+(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");

    LoadReport {
        statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
    }

    static LoadReport parse(String text) {
        Map<String, Double> said = new TreeMap<>();
        SortedMap<Integer, Long> statuses = new TreeMap<>();
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            String name = lines.group(1);
            double value = Double.parseDouble(lines.group(2));
            if (name.startsWith("status.")) {
                statuses.put(Integer.valueOf(name.substring("status.".length())), (long) value);
            } else {
                said.put(name, value);
            }
        }
        if (!said.containsKey("duration")) {
            throw new BenchFailure("the generator told no result:\n" + text);
        }
        double own = said.containsKey("cpu_ms") ? said.get("cpu_ms") : cpuOfChildren(text);
        return new LoadReport(
                said.get("duration") / 1e6,
                statuses,
                (long) (said.getOrDefault("broken", 0.0) + said.getOrDefault("timeouts", 0.0)),
                said.getOrDefault("confirmed", 0.0).longValue(),
                new Latency(ms(said, "p50"), ms(said, "p95"), ms(said, "p99"), ms(said, "p99.9")),
                own);
    }

    /** The second line of {@code times}: user and system time of the children. */
    private static double cpuOfChildren(String text) {
        Matcher times = TIMES.matcher(text);
        if (!times.find()) {
            throw new BenchFailure("no CPU time of the generator in:\n" + text);
        }
        double minutes = Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(3));
        double seconds = Double.parseDouble(times.group(2)) + Double.parseDouble(times.group(4));
        return (minutes * 60 + seconds) * 1000;
    }

    private static double ms(Map<String, Double> said, String name) {
        return said.getOrDefault(name, Double.NaN) / 1000;
    }

    long answers() {
        return statuses.values().stream().mapToLong(Long::longValue).sum();
    }
}
