package dev.holdfast.proof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux tells of a process under /proc. Of one that has gone: nothing, zero. */
final class ProcFile {
    /** USER_HZ, which the kernel keeps at 100 towards programs on every common architecture. */
    private static final long MS_PER_TICK = 10;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private ProcFile() {}

    /** User and system time since the process began. */
    static long cpuMs(long pid) {
        String stat = text(pid, "stat");
        return stat.isEmpty() ? 0 : cpuMsOf(stat);
    }

    /** The second field is the name in brackets and may hold blanks and brackets: what follows the last one counts. */
    static long cpuMsOf(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MS_PER_TICK;
    }

    /** The most memory it has held since it began, or since {@link #forgetPeak}. */
    static long peakKiB(long pid) {
        return peakKiBOf(text(pid, "status"));
    }

    static long peakKiBOf(String status) {
        Matcher peak = PEAK.matcher(status);
        return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    }

    static void forgetPeak(long pid) {
        try {
            Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
        } catch (IOException e) {
            // not ours to write: the peak is then that of its whole life
        }
    }

    static List<Long> children(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.children().map(ProcessHandle::pid).toList())
                .orElse(List.of());
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            return "";
        }
    }
}
