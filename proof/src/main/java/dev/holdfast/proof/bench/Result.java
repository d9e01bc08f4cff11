package dev.holdfast.proof.bench;

import java.util.List;
import java.util.Map;

/**
 * What one cell gave.
 *
 * @param confirmed  orders whose rows became CONFIRMED while the load ran
 * @param cpuMs      by process, the load generator among them
 * @param peakMiB    by process
 * @param gateP99    milliseconds, null where stock-app does not tell
 * @param flash      null but for a flash
 * @param broken     invariants that did not hold
 */
record Result(
        Way way,
        String name,
        int connections,
        LoadReport load,
        long confirmed,
        Map<String, Double> cpuMs,
        Map<String, Double> peakMiB,
        Double gateP99,
        Flash flash,
        List<String> broken) {

    private static final int REFUSED = 409;

    /** Units sold of the shelf, and when the last of them was. */
    record Flash(long units, long sold, double seconds) {}

    double confirmedPerSecond() {
        return confirmed / load.seconds();
    }

    double refusedPerSecond() {
        return load.statuses().getOrDefault(REFUSED, 0L) / load.seconds();
    }

    double answersPerSecond() {
        return load.answers() / load.seconds();
    }

    /** True where most of what was asked was sold: then an order is what the CPU was spent on, else a request is. */
    boolean perOrder() {
        return confirmed * 2 >= load.answers();
    }

    double cpuMsEach(String process) {
        return cpuMs.getOrDefault(process, 0.0) / Math.max(1, perOrder() ? confirmed : load.answers());
    }

    double cpuMsEach() {
        return cpuMs.keySet().stream().mapToDouble(this::cpuMsEach).sum();
    }
}
