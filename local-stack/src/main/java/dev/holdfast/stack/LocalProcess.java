package dev.holdfast.stack;

import dev.holdfast.stack.process.Command;
import dev.holdfast.stack.process.Leash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A server as a child process of this JVM. */
final class LocalProcess implements Server {

    /** Makes what the server needs on disk, if it is not there, and tells how to start it. */
    @FunctionalInterface
    interface Recipe {
        Command prepare() throws IOException, InterruptedException;
    }

    /** For who only has to write down what it holds. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private final String name;
    private final String address;
    private final Recipe recipe;
    private final Probe probe;
    private final Readiness readiness;
    private final Path log;
    private final Progress progress;
    private final Duration grace;
    private volatile Leash leash;

    /** @param grace within which it must have ended when it is asked to */
    LocalProcess(
            String name,
            int port,
            Recipe recipe,
            Probe probe,
            Readiness readiness,
            Path log,
            Progress progress,
            Duration grace) {
        this.name = name;
        this.address = "127.0.0.1:" + port;
        this.recipe = recipe;
        this.probe = probe;
        this.readiness = readiness;
        this.log = log;
        this.progress = progress;
        this.grace = grace;
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
    public OptionalLong pid() {
        Leash current = leash;
        return current != null && current.alive() ? OptionalLong.of(current.pid()) : OptionalLong.empty();
    }

    @Override
    public void start() {
        if (running()) {
            return;
        }
        try {
            Leash started = Leash.start(recipe.prepare(), log);
            leash = started;
            readiness.await(this, probe, () -> trouble(started));
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
            current.end(grace);
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

    private String trouble(Leash started) {
        if (leash != started) {
            return "was stopped while it started";
        }
        return started.alive() ? null : "ended while starting, exit code " + started.exitCode();
    }

    /** Nobody here asked it to end. */
    private void ended(Leash of, int status) {
        if (leash == of) {
            progress.say(name + " ended by itself, exit code " + status + "; its log: " + log);
        }
    }
}
