package dev.holdfast.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcFileTest {
    @Test
    void user_and_system_ticks_are_the_14th_and_15th_field_whatever_the_name_holds() {
        String rest = " S 1 2 3 4 5 6 7 8 9 10 1234 66 7 8 20 0 1 0 5000 1 2";
        assertThat(ProcFile.cpuMsOf("4711 (java)" + rest)).isEqualTo(13_000);
        assertThat(ProcFile.cpuMsOf("4711 (a (strange) name)" + rest)).isEqualTo(13_000);
    }

    @Test
    void peak_memory_is_the_high_water_mark() {
        assertThat(ProcFile.peakKiBOf("VmPeak:\t 9000 kB\nVmHWM:\t  524288 kB\nVmRSS:\t 100 kB\n"))
                .isEqualTo(524_288);
        assertThat(ProcFile.peakKiBOf("")).isZero();
    }

    @Test
    void this_process_is_found_and_one_that_has_gone_counts_nothing() {
        long self = ProcessHandle.current().pid();
        assertThat(ProcFile.peakKiB(self)).isPositive();
        assertThat(ProcFile.cpuMs(self)).isPositive();
        assertThat(ProcFile.cpuMs(Long.MAX_VALUE)).isZero();
    }

    @Test
    void only_what_was_added_counts_and_a_process_that_came_later_counts_wholly() {
        assertThat(Processes.since(Map.of("order", 100.0), Map.of("order", 150.0, "echo", 20.0)))
                .isEqualTo(Map.of("order", 50.0, "echo", 20.0));
    }
}
