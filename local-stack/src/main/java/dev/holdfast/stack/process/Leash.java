package dev.holdfast.stack.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One child process that ends when this JVM ends, by whatever death: see leash.sh. */
public final class Leash {

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final String SCRIPT = script();

    private final Process shell;
    private final ProcessHandle server;

    private Leash(Process shell, long pid) {
        this.shell = shell;
        this.server = ProcessHandle.of(pid).orElse(null);
    }

    /** Starts the command; all it prints is appended to the log. */
    public static Leash start(Command command, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        Files.createDirectories(command.directory());
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the servers in order.
            line.add(SETSID.toString());
        }
        line.addAll(List.of("sh", "-c", SCRIPT, "leash", log.toAbsolutePath().toString()));
        line.addAll(command.line());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(command.directory().toFile());
        builder.environment().putAll(command.environment());
        builder.redirectErrorStream(true);
        Process shell = builder.start();
        String pid =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (pid == null || !pid.matches("\\d+")) {
            shell.destroyForcibly();
            throw new IOException("cannot run " + command.line().get(0) + ": " + pid);
        }
        return new Leash(shell, Long.parseLong(pid));
    }

    public boolean alive() {
        return shell.isAlive();
    }

    /** As a shell tells it: 128 + n after signal n. */
    public int exitCode() {
        return shell.exitValue();
    }

    /** Runs the action when the process has ended, whoever ended it. */
    public CompletableFuture<Integer> ended() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** Asks it to end; kills it if it has not within the grace. Returns when it is gone. */
    public void end(Duration grace) {
        signal("TERM");
        signal("CONT");
        if (!gone(grace)) {
            kill();
        }
        release();
    }

    /** SIGKILL. Returns when it is gone. */
    public void kill() {
        signal("KILL");
        if (!gone(Duration.ofSeconds(10))) {
            throw new IllegalStateException("process " + pid() + " survives SIGKILL");
        }
        release();
    }

    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    public long pid() {
        return server == null ? -1 : server.pid();
    }

    private boolean gone(Duration within) {
        try {
            return shell.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !shell.isAlive();
        }
    }

    private void release() {
        try {
            shell.getOutputStream().close();
        } catch (IOException ignored) {
            // the shell is gone, and its pipe with it
        }
    }

    private void signal(String name) {
        if (server == null || !shell.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String script() {
        try (InputStream text = Leash.class.getResourceAsStream("leash.sh")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
