package dev.holdfast.stack;

import dev.holdfast.stack.process.Command;
import dev.holdfast.stack.process.Leash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A server as a child process of this JVM. */
final class LocalProcess implements Server {

    /** Makes what the server needs on disk, if it is not there, and tells how to start it. */
    @FunctionalInterface
    interface Recipe {
        Command prepare() throws IOException, InterruptedException;
    }

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    private static final int LINES_SHOWN = 20;

    private final String name;
    private final String address;
    private final Recipe recipe;
    private final Probe probe;
    private final Path log;
    private final Duration deadline;
    private final Consumer<String> alarm;
    private volatile Leash leash;

    LocalProcess(String name, int port, Recipe recipe, Probe probe, Path log, Duration deadline, Consumer<String> alarm) {
        this.name = name;
        this.address = "127.0.0.1:" + port;
        this.recipe = recipe;
        this.probe = probe;
        this.log = log;
        this.deadline = deadline;
        this.alarm = alarm;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public boolean running() {
        Leash current = leash;
        return current != null && current.alive();
    }

    @Override
    public void start() {
        if (running()) {
            return;
        }
        try {
            Leash started = Leash.start(recipe.prepare(), log);
            leash = started;
            awaitReady(started);
            started.ended().thenAccept(status -> ended(started, status));
        } catch (IOException e) {
            throw new StackFailure(name + " cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("the start of " + name + " was interrupted", e);
        }
    }

    @Override
    public void stop() {
        Leash current = leash;
        leash = null;
        if (current != null) {
            current.end(GRACE);
        }
    }

    @Override
    public void kill() {
        Leash current = leash;
        leash = null;
        if (current != null) {
            current.kill();
        }
    }

    @Override
    public void pause() {
        held().pause();
    }

    @Override
    public void resume() {
        held().resume();
    }

    private Leash held() {
        Leash current = leash;
        if (current == null || !current.alive()) {
            throw new IllegalStateException(name + " is not running");
        }
        return current;
    }

    private void awaitReady(Leash started) throws InterruptedException {
        Instant end = Instant.now().plus(deadline);
        String last = "no answer";
        while (Instant.now().isBefore(end)) {
            if (leash != started) {
                throw new StackFailure(name + " was stopped while it started");
            }
            if (!started.alive()) {
                throw new StackFailure(name + " ended while starting, exit code " + started.exitCode() + "\n" + tail());
            }
            try {
                if (probe.ready()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                last = e.toString();
            }
            Thread.sleep(BETWEEN_PROBES.toMillis());
        }
        throw new StackFailure(name + " is not ready after " + deadline.toSeconds() + " s (" + last + ")\n" + tail());
    }

    /** Nobody here asked it to end. */
    private void ended(Leash of, int status) {
        if (leash == of) {
            alarm.accept(name + " ended by itself, exit code " + status + "; its log: " + log);
        }
    }

    private String tail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
            return "the last lines of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "its log: " + log;
        }
    }
}
