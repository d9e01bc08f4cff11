package dev.holdfast.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private static final String WRK =
            """
            Running 5s test @ http://127.0.0.1:27080
              2 threads and 256 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     3.76s     1.11s    4.93s    71.11%
            Requests/sec:     19.61
            bench.duration 5098231
            bench.p50 3764000
            bench.p95 4865120
            bench.p99 4931000
            bench.p99.9 4931500
            bench.broken 3
            bench.timeouts 4
            bench.status.201 100
            bench.status.409 25
            bench.times
            0m0.004s 0m0.001s
            1m2.040s 0m3.021s
            """;

    @Test
    void what_the_script_and_bash_print_is_read() {
        LoadReport report = LoadReport.parse(WRK);
        assertThat(report.seconds()).isEqualTo(5.098231);
        assertThat(report.statuses()).isEqualTo(Map.of(201, 100L, 409, 25L));
        assertThat(report.answers()).isEqualTo(125);
        assertThat(report.broken()).isEqualTo(7);
        assertThat(report.latency()).isEqualTo(new LoadReport.Latency(3764.0, 4865.12, 4931.0, 4931.5));
        assertThat(report.cpuMs()).isCloseTo(65_061, within(0.001));
    }

    @Test
    void a_generator_that_tells_its_own_cpu_is_believed_for_bash_counts_its_warm_up_too() {
        String text = "bench.begin 1\nbench.cpu_ms 750\nbench.confirmed 640\nbench.duration 1000000\n"
                + "bench.times\n0m0.004s 0m0.001s\n0m9.000s 0m1.000s\n";
        LoadReport report = LoadReport.parse(text);
        assertThat(report.cpuMs()).isEqualTo(750);
        assertThat(report.confirmed()).isEqualTo(640);
        assertThat(report.statuses()).isEmpty();
    }

    @Test
    void no_result_is_a_failure_that_shows_what_was_said_instead() {
        assertThatThrownBy(() -> LoadReport.parse("load.lua:3: oops\nbench.times\n0m0s 0m0s\n0m0s 0m0s\n"))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining("oops");
    }
}
