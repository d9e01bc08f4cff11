package dev.holdfast.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the build left what is run, and where the stack keeps data and logs. */
record Layout(Path repository, Path directory, BuiltModules modules) {

    Layout(Path repository, Path directory) {
        this(repository, directory, new BuiltModules(repository, directory.resolve("classes")));
    }

    Path log(String server) {
        return directory.resolve("log").resolve(server + ".log");
    }

    Path data(String server) {
        return directory.resolve(server);
    }

    /** Of Seata's file store. */
    Path seataSessions() {
        return data("seata").resolve("sessions");
    }

    Path configuration() {
        return repository.resolve("nacos-config");
    }

    String classPath(String module) {
        return modules.classPath(module);
    }

    Path unpacked(String server) {
        return repository.resolve("local-stack/servers/native/target").resolve(server);
    }

    /** Made executable, since the archives of Maven do not keep that bit. */
    static String executable(Path binary) {
        if (!Files.exists(binary)) {
            throw new StackFailure(binary + " is missing: run ./up, or mvn package (-Pmysql for MySQL)");
        }
        if (!Files.isExecutable(binary) && !binary.toFile().setExecutable(true)) {
            throw new StackFailure(binary + " cannot be made executable");
        }
        return binary.toString();
    }

    /** With all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StackFailure(directory + " cannot be read", e);
        }
    }
}
