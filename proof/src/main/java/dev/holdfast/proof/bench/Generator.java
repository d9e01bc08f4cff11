package dev.holdfast.proof.bench;

import dev.holdfast.stack.process.Command;
import dev.holdfast.stack.process.Leash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A load generator as a child process; what it prints goes into a file, which is kept. */
final class Generator {
    /** bash knows to the millisecond what CPU its children took, even those that have ended. */
    private static final String TIMED =
            """
            "$@"
            status=$?
            echo bench.times
            times
            exit $status
            """;

    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Path output;
    private final Duration most;
    private long peakKiB;

    /** @param most after which it is ended, and has failed */
    Generator(Path output, Duration most) {
        this.output = output;
        this.most = most;
    }

    /** Runs to its end. @param begin called when what it does begins to count */
    LoadReport run(List<String> command, Map<String, String> environment, Load load, Runnable begin)
            throws IOException, InterruptedException {
        Files.createDirectories(output.getParent());
        Files.writeString(output, "");
        List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "generator"));
        timed.addAll(command);
        boolean begun = !load.announces();
        if (begun) {
            begin.run();
        }
        Leash leash = Leash.start(new Command(timed, environment, output.getParent()), output);
        try {
            watch(leash, load, begun, begin);
        } finally {
            leash.end(Duration.ofSeconds(5));
        }
        String text = Files.readString(output);
        if (leash.exitCode() != 0) {
            throw new BenchFailure(command.get(0) + " failed, exit code " + leash.exitCode() + "; see " + output);
        }
        return LoadReport.parse(text);
    }

    long peakKiB() {
        return peakKiB;
    }

    private void watch(Leash leash, Load load, boolean already, Runnable begin)
            throws IOException, InterruptedException {
        boolean begun = already;
        boolean interrupted = false;
        long end = System.nanoTime() + most.toNanos();
        while (leash.alive()) {
            ProcFile.children(leash.pid()).forEach(child -> peakKiB = Math.max(peakKiB, ProcFile.peakKiB(child)));
            if (!begun && said("bench.begin") > 0) {
                begin.run();
                begun = true;
            }
            if (!interrupted && load.finishers() > 0 && said("bench.thread_finished") == load.finishers()) {
                interrupt(leash);
                interrupted = true;
            }
            if (System.nanoTime() > end) {
                throw new BenchFailure("the generator has not ended after " + most.toSeconds() + " s; see " + output);
            }
            Thread.sleep(GLANCE.toMillis());
        }
    }

    private long said(String what) throws IOException {
        return Files.readString(output)
                .lines()
                .filter(line -> line.startsWith(what))
                .count();
    }

    private static void interrupt(Leash leash) throws IOException, InterruptedException {
        for (long child : ProcFile.children(leash.pid())) {
            new ProcessBuilder("kill", "-INT", Long.toString(child)).start().waitFor();
        }
    }
}
