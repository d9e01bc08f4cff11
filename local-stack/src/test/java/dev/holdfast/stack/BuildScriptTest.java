package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ./check asks Maven for, and what it runs; with a program in Maven's place that writes down how it was called. */
class BuildScriptTest {
    private static final Path REPOSITORY = StackSettings.repositoryAround(Path.of(""));

    @TempDir
    Path directory;

    private Path checkout;
    private Path calls;

    @BeforeEach
    void a_checkout_with_another_maven() throws IOException {
        checkout = Files.createDirectories(directory.toRealPath().resolve("checkout"));
        calls = checkout.resolve("calls");
        Files.createDirectories(checkout.resolve("local-stack/src"));
        Files.createDirectories(checkout.resolve("proof/src"));
        for (String file : List.of("check", "local-stack/build.sh")) {
            Files.copy(REPOSITORY.resolve(file), checkout.resolve(file));
        }
        for (String file : List.of("pom.xml", "local-stack/pom.xml", "proof/pom.xml", "proof/src/Checker.java")) {
            Files.writeString(checkout.resolve(file), "");
        }
        program(
                "mvn",
                """
                echo "$@" >>"$CHECKOUT/calls"
                mkdir -p "$CHECKOUT/proof/target/classes" "$CHECKOUT/local-stack/target/classes"
                echo built >"$CHECKOUT/proof/target/classes/Checker.class"
                printf '%s:%s' "$CHECKOUT/local-stack/target/classes" /elsewhere/library.jar >"$CHECKOUT/proof/target/check-cp.txt"
                """);
        program(
                "java",
                """
                case $1 in -XshowSettings*) echo '  java.specification.version = 17' ;; *) echo "$@" >>"$CHECKOUT/ran" ;; esac
                """);
        program("javac", "");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void check() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("bash", checkout.resolve("check").toString(), "--json");
        builder.environment().put("PATH", directory.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("CHECKOUT", checkout.toString());
        Path log = directory.resolve("log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    @Test
    void the_checker_is_compiled_and_nothing_that_runs_is_packaged() throws Exception {
        check();
        assertThat(Files.readString(calls))
                .contains("-pl local-stack,proof", " compile ", "-Dholdfast.checker-only")
                .doesNotContain("package", "-am", "app");
    }

    @Test
    void what_has_not_changed_is_not_built_again() throws Exception {
        check();
        check();
        assertThat(Files.readAllLines(calls)).hasSize(1);
        Files.setLastModifiedTime(
                checkout.resolve("proof/src/Checker.java"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        check();
        assertThat(Files.readAllLines(calls)).hasSize(2);
    }

    @Test
    void it_runs_from_copies_which_the_next_one_clears_away() throws Exception {
        check();
        Path copies = checkout.resolve("run/classes");
        String[] first = copies.toFile().list();
        assertThat(first).hasSize(1);
        assertThat(copies.resolve(first[0]).resolve("1/classes/Checker.class")).hasContent("built");
        assertThat(Files.readString(checkout.resolve("ran")))
                .contains("-cp run/classes/" + first[0] + "/1/classes:run/classes/" + first[0] + "/2/classes:")
                .contains(":/elsewhere/library.jar dev.holdfast.proof.check.CheckCommand --json")
                .doesNotContain("target");
        check();
        assertThat(copies.toFile().list()).hasSize(1).doesNotContain(first);
    }

    @Test
    void the_list_of_a_module_that_is_empty_is_no_class_path() throws Exception {
        Files.writeString(
                directory.resolve("bin/mvn"),
                "mkdir -p \"$CHECKOUT/proof/target/classes\"; : >\"$CHECKOUT/proof/target/check-cp.txt\"\n",
                StandardOpenOption.APPEND);
        ProcessBuilder builder =
                new ProcessBuilder("bash", checkout.resolve("check").toString());
        builder.environment().put("PATH", directory.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("CHECKOUT", checkout.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("is empty");
    }
}
