package dev.holdfast.proof.bench;

import dev.holdfast.stack.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/** The processes whose CPU and memory count, by the name they have in the table. */
final class Processes {
    private final Map<String, List<Server>> servers = new LinkedHashMap<>();

    Processes with(String name, Server server) {
        servers.computeIfAbsent(name, any -> new ArrayList<>()).add(server);
        return this;
    }

    Map<String, Double> cpuMs() {
        return each(ProcFile::cpuMs);
    }

    Map<String, Double> peakMiB() {
        return each(pid -> ProcFile.peakKiB(pid) / 1024.0);
    }

    void forgetPeaks() {
        each(pid -> {
            ProcFile.forgetPeak(pid);
            return 0;
        });
    }

    /** What was added between two looks. */
    static Map<String, Double> since(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> added = new LinkedHashMap<>();
        after.forEach((name, value) -> added.put(name, value - before.getOrDefault(name, 0.0)));
        return added;
    }

    private Map<String, Double> each(LongToDoubleFunction look) {
        Map<String, Double> seen = new LinkedHashMap<>();
        servers.forEach((name, all) -> all.forEach(
                server -> server.pid().ifPresent(pid -> seen.merge(name, look.applyAsDouble(pid), Double::sum))));
        return seen;
    }
}
