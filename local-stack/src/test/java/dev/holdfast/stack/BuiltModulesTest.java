package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltModulesTest {
    @TempDir
    Path repository;

    @TempDir
    Path elsewhere;

    /** Its classes are in the jar of another module, and the second of them is loaded only when it is told to. */
    public static final class App {
        public static void main(String[] arguments) throws IOException {
            System.out.println("ready");
            System.in.read();
            System.out.println(Later.WORD.toString());
        }
    }

    static final class Later {
        static final StringBuilder WORD = new StringBuilder("loaded");
    }

    @Test
    void a_process_goes_on_with_the_classes_it_began_with_when_their_jar_is_built_anew() throws Exception {
        Path jar = repository.resolve("library/target/library.jar");
        build(jar, App.class, Later.class);
        module("app", jar);
        Process app = new ProcessBuilder(Layout.java(), "-cp", modules().classPath("app"), App.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = app.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            build(jar, App.class);
            app.getOutputStream().write('\n');
            app.getOutputStream().flush();
            assertThat(said.readLine()).isEqualTo("loaded");
        } finally {
            app.destroyForcibly();
        }
    }

    @Test
    void one_that_is_started_again_runs_what_it_ran_before() throws Exception {
        Path jar = repository.resolve("library/target/library.jar");
        build(jar, App.class, Later.class);
        module("app", jar);
        BuiltModules modules = modules();
        String first = modules.classPath("app");
        byte[] copy = Files.readAllBytes(Path.of(first.split(":")[1]));
        build(jar, App.class);
        assertThat(modules.classPath("app")).isEqualTo(first);
        assertThat(Files.readAllBytes(Path.of(first.split(":")[1]))).isEqualTo(copy);
    }

    @Test
    void the_next_stack_in_the_same_directory_runs_what_is_built_by_then() throws Exception {
        Path jar = repository.resolve("library/target/library.jar");
        build(jar, App.class, Later.class);
        module("app", jar);
        modules().classPath("app");
        build(jar, App.class);
        String next = modules().classPath("app");
        assertThat(Files.readAllBytes(Path.of(next.split(":")[1]))).isEqualTo(Files.readAllBytes(jar));
    }

    @Test
    void what_no_build_of_the_checkout_writes_is_run_from_where_it_is() throws Exception {
        Path ofMaven = elsewhere.resolve("spring.jar");
        build(ofMaven, App.class);
        module("app", ofMaven);
        assertThat(modules().classPath("app").split(":"))
                .hasSize(2)
                .satisfies(entries -> assertThat(entries[0]).startsWith(copies().toString()))
                .satisfies(entries -> assertThat(entries[1]).isEqualTo(ofMaven.toString()));
    }

    @Test
    void a_module_that_is_not_built_is_named() {
        assertThatThrownBy(() -> modules().classPath("stock-app"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("stock-app is not built");
    }

    private BuiltModules modules() {
        return new BuiltModules(repository, copies());
    }

    private Path copies() {
        return repository.resolve("run/classes");
    }

    private void module(String name, Path jar) throws IOException {
        Path target = repository.resolve(name).resolve("target");
        Files.createDirectories(target.resolve("classes"));
        Files.writeString(target.resolve("classes/application.yml"), "spring: {}");
        Files.writeString(target.resolve("cp.txt"), jar.toString());
    }

    /** In place, as a build does: the file is the same one, with other bytes in it. */
    private static void build(Path jar, Class<?>... classes) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Class<?> each : List.of(classes)) {
                String name = each.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = each.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }
}
