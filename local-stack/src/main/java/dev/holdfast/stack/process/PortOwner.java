package dev.holdfast.stack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who listens on a port of this machine. On systems without /proc the answer is only that somebody does. */
public record PortOwner(long pid, String commandLine) {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int SHOWN = 160;

    public static boolean taken(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    public static Optional<PortOwner> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listeners(PROC.resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(process -> holds(process, sockets))
                    .findFirst()
                    .map(PortOwner::describe);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "pid " + pid + " (" + commandLine + ")";
    }

    /** Columns: slot, local address, remote address, state, ..., inode the tenth. */
    private static Set<String> listeners(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        try {
            for (String row : Files.readAllLines(table)) {
                String[] columns = row.trim().split("\\s+");
                if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
                    sockets.add("socket:[" + columns[9] + "]");
                }
            }
        } catch (IOException e) {
            // no /proc, or no IPv6
        }
        return sockets;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException e) {
            return false; // ended meanwhile, or somebody else's
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static PortOwner describe(Path process) {
        long pid = Long.parseLong(process.getFileName().toString());
        String line;
        try {
            line = Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException e) {
            line = "unknown command";
        }
        return new PortOwner(pid, line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line);
    }
}
