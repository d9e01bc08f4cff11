package dev.holdfast.stack.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory the stack made and holds alone. Its marker file says that it is ours to wipe, and the lock on that file
 * that nobody else runs on it: the kernel drops the lock with the process, so a crash leaves nothing to clean up.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String MARKER = ".holdfast-stack";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Refuses a directory with foreign content, and one that another stack holds. */
    public static DataDirectory claim(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        Path marker = path.resolve(MARKER);
        Files.createDirectories(path);
        if (!Files.exists(marker) && !empty(path)) {
            throw new IllegalStateException(path + " is not empty and was not made by this stack (no " + MARKER
                    + " in it): name another directory");
        }
        FileChannel channel =
                FileChannel.open(marker, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new IllegalStateException(path + " is in use by another running stack, pid "
                    + Files.readString(marker).strip());
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new DataDirectory(path, channel);
    }

    /** Deletes all but the marker. */
    public void wipe() throws IOException {
        List<Path> doomed;
        try (Stream<Path> all = Files.walk(path)) {
            doomed = all.filter(each -> !each.equals(path) && !each.equals(path.resolve(MARKER)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path each : doomed) {
            Files.deleteIfExists(each);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very JVM holds it
        }
    }

    private static boolean empty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
