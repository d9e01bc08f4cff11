package dev.holdfast.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the build left of the modules, copied when the stack first runs it. A build beside a running stack writes the jars and
 * classes of the checkout anew, and a JVM whose jar is written anew finds no class in it any more; so no process of the stack
 * runs from them, and one that is started again runs what it ran before. Jars in Maven's local repository stay as they are.
 */
final class BuiltModules {
    private final Path repository;
    private final Path copies;
    private final Map<String, String> classPaths = new HashMap<>();

    /** @param copies a directory of the stack's own; what an earlier stack left there is replaced */
    BuiltModules(Path repository, Path copies) {
        this.repository = repository;
        this.copies = copies;
    }

    /** Class path of a module: its classes, then the list its build wrote. */
    synchronized String classPath(String module) {
        return classPaths.computeIfAbsent(module, this::copied);
    }

    private String copied(String module) {
        Path target = repository.resolve(module).resolve("target");
        Path list = target.resolve("cp.txt");
        List<String> entries = new ArrayList<>(List.of(target.resolve("classes").toString()));
        try {
            entries.addAll(List.of(Files.readString(list).strip().split(":")));
        } catch (IOException e) {
            throw new StackFailure(module + " is not built (" + list + " is missing): run ./up, or mvn package", e);
        }
        Path own = copies.resolve(module);
        try {
            Layout.delete(own);
            for (int i = 0; i < entries.size(); i++) {
                Path entry = Path.of(entries.get(i));
                if (isBuiltHere(entry)) {
                    Path copy = own.resolve("" + i).resolve(entry.getFileName());
                    copy(entry, copy);
                    entries.set(i, copy.toString());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StackFailure("what the build left of " + module + " cannot be copied to " + own + ": " + e, e);
        }
        return String.join(":", entries);
    }

    private boolean isBuiltHere(Path entry) {
        if (!entry.startsWith(repository)) {
            return false;
        }
        for (Path name : repository.relativize(entry)) {
            if (name.toString().equals("target")) {
                return true;
            }
        }
        return false;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy);
            }
        }
    }
}
