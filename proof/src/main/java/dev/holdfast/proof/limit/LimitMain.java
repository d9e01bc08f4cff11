package dev.holdfast.proof.limit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The child JVM. Arguments: JDBC URL, user, stock rows, orders per batch, connections, seconds of warm-up, seconds; the
 * password comes from LIMIT_PASSWORD. Prints {@code bench.begin} when it is warm, and at its end what the wrk script
 * prints; its latencies are those of a batch, counted once per order in it.
 */
public final class LimitMain {
    private LimitMain() {}

    private record Work(String url, String user, int rows, int batch, int connections) {}

    public static void main(String[] arguments) throws Exception {
        Work work = new Work(
                arguments[0],
                arguments[1],
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<OrderWriter> writers = new ArrayList<>();
        for (int i = 0; i < work.connections(); i++) {
            String prefix = Long.toString(System.nanoTime(), 36) + "-";
            writers.add(new OrderWriter(
                    DriverManager.getConnection(work.url(), work.user(), System.getenv("LIMIT_PASSWORD")),
                    prefix,
                    work.rows(),
                    work.batch()));
        }
        write(writers, Integer.parseInt(arguments[5]));
        say("begin", 1);
        long cpu = process.getProcessCpuTime();
        long start = System.nanoTime();
        long[] nanos = write(writers, Integer.parseInt(arguments[6]));
        say("duration", (System.nanoTime() - start) / 1_000);
        say("cpu_ms", (process.getProcessCpuTime() - cpu) / 1_000_000);
        say("confirmed", (long) nanos.length * work.batch());
        say("p50", quantile(nanos, 0.5));
        say("p95", quantile(nanos, 0.95));
        say("p99", quantile(nanos, 0.99));
        say("p99.9", quantile(nanos, 0.999));
        for (OrderWriter writer : writers) {
            writer.close();
        }
    }

    /** The time of each batch in nanoseconds, sorted. */
    private static long[] write(List<OrderWriter> writers, int seconds)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            List<Future<List<Long>>> results = new ArrayList<>();
            for (OrderWriter writer : writers) {
                results.add(threads.submit(() -> {
                    List<Long> times = new ArrayList<>();
                    for (long now = System.nanoTime(); now < end; ) {
                        writer.place();
                        long then = System.nanoTime();
                        times.add(then - now);
                        now = then;
                    }
                    return times;
                }));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> result : results) {
                all.addAll(result.get());
            }
            return all.stream().mapToLong(Long::longValue).sorted().toArray();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long quantile(long[] sorted, double quantile) {
        int rank = (int) Math.ceil(quantile * sorted.length) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, rank)] / 1_000;
    }

    private static void say(String name, long value) {
        System.out.println("bench." + name + " " + value);
    }
}
