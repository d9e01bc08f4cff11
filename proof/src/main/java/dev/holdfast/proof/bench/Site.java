package dev.holdfast.proof.bench;

import dev.holdfast.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the generators find what they load, and how they are called. */
record Site(Plan plan, Stack stack) {
    static final int WRK_THREADS = 2;
    private static final int RAMP_SECONDS = 10;
    private static final int GATLING_RAMP_SECONDS = 60;
    private static final int SHORT_RAMP_SECONDS = 3;

    List<String> wrk(int connections, int seconds, String mode, String run) {
        // One thread per connection at least; the flash counts on both.
        int threads = Math.min(WRK_THREADS, connections);
        return List.of(
                "wrk",
                "-t" + threads,
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "30s",
                "-s",
                plan.repository().resolve("proof/load/load.lua").toString(),
                stack.gateway().toString(),
                "--",
                mode,
                run);
    }

    List<String> gatling(double perSecond, int seconds, String run) {
        return List.of(
                java(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dbench.url=" + stack.gateway(),
                "-Dbench.sku=" + Shelves.HOT,
                "-Dbench.run=" + run,
                "-Dbench.rate=" + perSecond,
                "-Dbench.ramp=" + (plan.quick() ? SHORT_RAMP_SECONDS : GATLING_RAMP_SECONDS),
                "-Dbench.seconds=" + seconds,
                "-cp",
                stack.classPath("proof/open-loop"),
                "io.gatling.app.Gatling",
                "--no-reports",
                "--simulation",
                "dev.holdfast.openloop.OrdersAtARate",
                "--results-folder",
                plan.out().resolve("gatling").toString());
    }

    List<String> limit(int rows, int batch, int connections, int seconds) {
        return List.of(
                java(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseParallelGC",
                "-cp",
                stack.classPath("proof"),
                "dev.holdfast.proof.limit.LimitMain",
                "jdbc:mysql://" + stack.database().address() + "/" + LimitTables.DATABASE
                        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&useServerPrepStmts=true&cachePrepStmts=true"
                        + "&prepStmtCacheSize=500&prepStmtCacheSqlLimit=16384&useLocalSessionState=true",
                LimitTables.USER,
                "" + rows,
                "" + batch,
                "" + connections,
                "" + ramp(),
                "" + seconds);
    }

    /** What a generator is told beside its arguments. */
    Map<String, String> environment() {
        return Map.of(
                "LIMIT_PASSWORD",
                stack.clientEnvironment().get("HOLDFAST_ORDER_DB_PASSWORD").toString());
    }

    private int ramp() {
        return plan.quick() ? SHORT_RAMP_SECONDS : RAMP_SECONDS;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
