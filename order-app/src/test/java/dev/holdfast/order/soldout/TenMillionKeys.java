package dev.holdfast.order.soldout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Not run with the tests: it measures what ten million keys of one SKU take. docs/measurements.md has the command. */
class TenMillionKeys {
    private static final long KEYS = 10_000_000;
    private static final long ASKED = 1_000_000;

    @Test
    void memory_and_time() {
        KeyFilter filter = new KeyFilter(Long.MAX_VALUE);
        long begun = cpuTime();
        for (long i = 0; i < KEYS; i++) {
            assertThat(filter.add(hash(i))).isTrue();
        }
        long added = cpuTime();
        long maybe = 0;
        for (long i = 0; i < ASKED; i++) {
            maybe += filter.mayContain(hash(KEYS + i)) ? 1 : 0;
        }
        long asked = cpuTime();
        System.out.printf(
                "%,d keys: %.1f MiB, %.0f ns of CPU to add one, %.0f ns to ask for one, %.2f %% false positives%n",
                KEYS,
                filter.bytes() / 1024.0 / 1024.0,
                (added - begun) / (double) KEYS,
                (asked - added) / (double) ASKED,
                100.0 * maybe / ASKED);
    }

    /** Of this thread: what else the machine does is not measured. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long hash(long number) {
        return KeyHash.of("buyer-" + number % 1_000_000, "0f0e0d0c-0b0a-4908-8706-" + number);
    }
}
