package dev.holdfast.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeashTest {

    @TempDir
    Path directory;

    @Test
    void a_child_dies_when_its_parent_is_killed() throws Exception {
        Process parent = parent("sleep", "600");
        ProcessHandle child = childOf(parent);

        parent.destroyForcibly().waitFor();

        child.onExit().get(15, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void a_child_that_hears_no_term_dies_when_its_parent_is_killed() throws Exception {
        Process parent = parent("sh", "-c", "trap '' TERM; while :; do sleep 0.1; done");
        ProcessHandle child = childOf(parent);

        parent.destroyForcibly().waitFor();

        child.onExit().get(30, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void a_frozen_child_dies_when_its_parent_is_killed() throws Exception {
        Process parent = parent("sleep", "600");
        ProcessHandle child = childOf(parent);
        new ProcessBuilder("kill", "-STOP", "" + child.pid()).start().waitFor();

        parent.destroyForcibly().waitFor();

        child.onExit().get(15, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void ending_asks_first_and_tells_the_exit_code() throws Exception {
        Leash leash = leash("sh", "-c", "trap 'echo goodbye; exit 7' TERM; echo hello; while :; do sleep 0.1; done");
        awaitLog("hello");

        leash.end(Duration.ofSeconds(10));

        assertThat(leash.alive()).isFalse();
        assertThat(leash.exitCode()).isEqualTo(7);
        assertThat(log()).contains("hello", "goodbye");
    }

    @Test
    void ending_kills_what_does_not_listen() throws Exception {
        Leash leash = leash("sh", "-c", "trap '' TERM; echo hello; while :; do sleep 0.1; done");
        awaitLog("hello");

        leash.end(Duration.ofMillis(300));

        assertThat(leash.alive()).isFalse();
        assertThat(leash.exitCode()).isEqualTo(128 + 9);
    }

    @Test
    void a_paused_child_does_nothing_until_it_is_resumed() throws Exception {
        Leash leash = leash("sh", "-c", "while :; do echo tick; sleep 0.05; done");
        awaitLog("tick");

        leash.pause();
        Thread.sleep(200); // what was printed before the pause has reached the file
        long frozen = Files.size(directory.resolve("log"));
        Thread.sleep(300);
        assertThat(Files.size(directory.resolve("log"))).isEqualTo(frozen);
        assertThat(leash.alive()).isTrue();

        leash.resume();
        while (Files.size(directory.resolve("log")) == frozen) {
            Thread.sleep(20);
        }
        leash.kill();
        assertThat(leash.alive()).isFalse();
    }

    @Test
    void a_child_that_ends_by_itself_is_reported() throws Exception {
        Leash leash = leash("sh", "-c", "exit 3");

        assertThat(leash.ended().get(10, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void a_command_that_does_not_exist_ends_with_127_and_a_word_in_the_log() throws Exception {
        Leash leash = leash("no-such-command");

        assertThat(leash.ended().get(10, TimeUnit.SECONDS)).isEqualTo(127);
        assertThat(log()).contains("no-such-command");
    }

    @Test
    void the_child_gets_its_environment_and_its_directory() throws Exception {
        Path home = directory.resolve("home");
        Leash leash = Leash.start(
                new Command(List.of("sh", "-c", "echo $GREETING in $PWD"), Map.of("GREETING", "hello"), home),
                directory.resolve("log"));

        leash.ended().get(10, TimeUnit.SECONDS);

        assertThat(log()).isEqualTo("hello in " + home.toRealPath() + "\n");
    }

    private Leash leash(String... line) throws IOException {
        return Leash.start(new Command(List.of(line), Map.of(), directory), directory.resolve("log"));
    }

    /** A JVM of its own that holds the command on a leash and does nothing else. */
    private Process parent(String... line) throws IOException {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LeashHolder.class.getName(),
                directory.toString()));
        java.addAll(List.of(line));
        return new ProcessBuilder(java)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ProcessHandle childOf(Process parent) throws IOException {
        String pid =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8)).readLine();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        return child;
    }

    private void awaitLog(String text) throws Exception {
        while (!log().contains(text)) {
            Thread.sleep(20);
        }
    }

    private String log() throws IOException {
        Path log = directory.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
