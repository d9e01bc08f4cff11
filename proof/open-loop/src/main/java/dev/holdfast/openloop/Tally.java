package dev.holdfast.openloop;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was answered, and how long each answer took, of the requests sent after the ramp. */
final class Tally {
    private record Answer(int status, long nanos) {}

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Duration ramp;
    private volatile long start = Long.MAX_VALUE;
    private volatile long cpuAtStart;

    Tally(Duration ramp) {
        this.ramp = ramp;
    }

    void begin() {
        Thread clock = new Thread(this::startAfterRamp, "ramp");
        clock.setDaemon(true);
        clock.start();
    }

    private void startAfterRamp() {
        try {
            Thread.sleep(ramp.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        cpuAtStart = process.getProcessCpuTime();
        start = System.nanoTime();
        say("begin", 1);
    }

    /** @param status 0: no answer */
    void count(int status, long sent) {
        long now = System.nanoTime();
        if (start != Long.MAX_VALUE && sent - start >= 0) {
            answers.add(new Answer(status, now - sent));
        }
    }

    void print() {
        say("cpu_ms", (process.getProcessCpuTime() - cpuAtStart) / 1_000_000);
        say("duration", (System.nanoTime() - start) / 1_000);
        long[] nanos = answers.stream().mapToLong(Answer::nanos).sorted().toArray();
        for (Map.Entry<String, Double> each :
                Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99, "p99.9", 0.999).entrySet()) {
            int rank = (int) Math.ceil(each.getValue() * nanos.length) - 1;
            say(each.getKey(), nanos.length == 0 ? 0 : nanos[Math.max(0, rank)] / 1_000);
        }
        Map<Integer, Long> statuses = new TreeMap<>();
        answers.forEach(each -> statuses.merge(each.status(), 1L, Long::sum));
        say("broken", statuses.getOrDefault(0, 0L));
        statuses.remove(0);
        statuses.forEach((status, count) -> say("status." + status, count));
    }

    private static void say(String name, long value) {
        System.out.println("bench." + name + " " + value);
    }
}
