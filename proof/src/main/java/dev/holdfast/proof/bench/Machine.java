package dev.holdfast.proof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What all of it runs on, in a line. */
record Machine(int cores, String processor, long memoryGiB, String java) {

    static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                after("/proc/cpuinfo", "model name"),
                number(after("/proc/meminfo", "MemTotal")) >> 20,
                System.getProperty("java.vm.name").replace(" 64-Bit Server VM", "") + " "
                        + System.getProperty("java.version"));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d cores (%s), %d GiB, Java %s", cores, processor, memoryGiB, java);
    }

    private static long number(String kiB) {
        return kiB.isEmpty() ? 0 : Long.parseLong(kiB.split(" ")[0]);
    }

    private static String after(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
