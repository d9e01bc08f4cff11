package dev.holdfast.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log without stack frames, for the person who must find out why a server died. */
final class LogTail {

    private static final int LINES = 20;

    private LogTail() {}

    static String of(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
                    .toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "the last lines of " + log + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "its log: " + log;
        }
    }
}
