package dev.holdfast.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** Processes or containers. */
final class Engines {

    private Engines() {}

    static boolean containers(StackSettings settings) {
        return switch (settings.engine()) {
            case LOCAL -> false;
            case DOCKER -> true;
            case AUTO -> dockerMayAnswer() && DockerClientFactory.instance().isDockerAvailable();
        };
    }

    /** Testcontainers takes its time and many loud lines to find out that there is no Docker: look first. */
    private static boolean dockerMayAnswer() {
        Path home = Path.of(System.getProperty("user.home"));
        return System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                home.resolve(".docker/run/docker.sock"),
                                home.resolve(".testcontainers.properties"))
                        .anyMatch(Files::exists);
    }
}
