package dev.holdfast.stack;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;

/** A server in a container, started again in that same container so that it finds its data. */
final class ContainerServer implements Server {

    private static final int GRACE_SECONDS = 15;

    private final String name;
    private final int port;
    private final GenericContainer<?> container;
    private final Probe probe;
    private final Readiness readiness;
    private final Path log;

    ContainerServer(String name, int port, GenericContainer<?> container, Probe probe, Readiness readiness, Path log) {
        this.name = name;
        this.port = port;
        this.container = container;
        this.probe = probe;
        this.readiness = readiness;
        this.log = log;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public boolean running() {
        return container.getContainerId() != null && container.isRunning();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public void start() {
        if (running()) {
            return;
        }
        if (container.getContainerId() == null) {
            container.start();
        } else {
            docker().startContainerCmd(container.getContainerId()).exec();
        }
        container.followOutput(this::write);
        try {
            readiness.await(this, probe, () -> running() ? null : "ended while starting");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("the start of " + name + " was interrupted", e);
        }
    }

    @Override
    public void stop() {
        if (running()) {
            docker().stopContainerCmd(container.getContainerId())
                    .withTimeout(GRACE_SECONDS)
                    .exec();
        }
    }

    @Override
    public void kill() {
        if (running()) {
            docker().killContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void pause() {
        docker().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** The container itself, with its data. */
    void remove() {
        container.stop();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    private void write(OutputFrame frame) {
        byte[] bytes = frame.getBytes();
        if (bytes == null) {
            return; // the frame that says the end
        }
        try {
            Files.createDirectories(log.getParent());
            Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
