package dev.holdfast.proof.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The one thing the bench needs that Maven cannot bring. */
final class Wrk {
    private Wrk() {}

    static void require() {
        boolean found = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "wrk")));
        if (!found) {
            throw new BenchFailure(
                    "no wrk found, the load generator: apt install wrk (or brew install wrk), then once more");
        }
    }
}
