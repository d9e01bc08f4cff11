package dev.holdfast.stack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What to run, where, and what its environment has beyond that of this JVM. */
public record Command(List<String> line, Map<String, String> environment, Path directory) {

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
        if (line.isEmpty()) {
            throw new IllegalArgumentException("an empty command line");
        }
    }
}
