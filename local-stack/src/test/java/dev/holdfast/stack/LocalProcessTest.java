package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stack.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalProcessTest {

    private static final String STAYS = "echo up >> up; while :; do sleep 0.1; done";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private LocalProcess server;

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void a_server_that_dies_while_starting_is_told_at_once_with_the_end_of_its_log() {
        server = server(
                "echo the disk is full; printf '\\tat some.Frame\\n'; exit 4", () -> false, Duration.ofMinutes(1));

        assertThatThrownBy(server::start)
                .isInstanceOf(StackFailure.class)
                .hasMessageStartingWith("fake ended while starting, exit code 4")
                .hasMessageContaining("the disk is full")
                .hasMessageContaining(server.log().toString())
                .message()
                .doesNotContain("some.Frame");
    }

    @Test
    void a_server_that_never_gets_ready_is_given_up_with_the_reason_of_the_last_probe() {
        server = server(
                STAYS,
                () -> {
                    throw new IllegalStateException("login refused");
                },
                Duration.ofSeconds(1));

        assertThatThrownBy(server::start)
                .hasMessageStartingWith("fake is not ready after 1 s (java.lang.IllegalStateException: login refused)");
    }

    @Test
    void starting_returns_when_the_probe_says_so_and_starting_twice_starts_once() throws Exception {
        server = server(STAYS, this::up, Duration.ofMinutes(1));

        server.start();
        server.start();

        assertThat(server.running()).isTrue();
        assertThat(directory.resolve("up")).hasContent("up\n");
    }

    @Test
    void a_killed_server_is_gone_and_starts_again_on_what_it_left() throws Exception {
        server = server(STAYS, this::up, Duration.ofMinutes(1));
        server.start();

        server.kill();
        assertThat(server.running()).isFalse();
        server.start();

        assertThat(server.running()).isTrue();
        awaitContent("up\nup\n");
    }

    @Test
    void a_server_that_ends_by_itself_is_told_and_one_that_was_stopped_is_not() throws Exception {
        server = server(
                "echo up >> up; while [ ! -e end ]; do sleep 0.05; done; exit 9", this::up, Duration.ofMinutes(1));
        server.start();
        server.stop();
        server.start();

        Files.createFile(directory.resolve("end"));
        while (server.running() || told.size() == 0) {
            Thread.sleep(20);
        }

        assertThat(told.toString(StandardCharsets.UTF_8)).containsOnlyOnce("fake ended by itself, exit code 9");
    }

    private LocalProcess server(String script, Probe probe, Duration deadline) {
        StackSettings up = StackSettings.ofUp(directory.resolve("checkout"), Database.MARIADB);
        StackSettings settings = new StackSettings(
                up.repository(),
                up.directory(),
                false,
                up.database(),
                up.ports(),
                up.engine(),
                up.seataStore(),
                up.apps(),
                deadline);
        return new LocalProcess(
                "fake",
                1,
                () -> new Command(List.of("sh", "-c", script), Map.of(), directory),
                probe,
                new Readiness(settings, null, null),
                directory.resolve("fake.log"),
                new Progress(new PrintStream(told, true, StandardCharsets.UTF_8)),
                LocalProcess.GRACE);
    }

    private boolean up() {
        return Files.exists(directory.resolve("up"));
    }

    private void awaitContent(String text) throws Exception {
        while (!Files.readString(directory.resolve("up")).equals(text)) {
            Thread.sleep(20);
        }
    }
}
