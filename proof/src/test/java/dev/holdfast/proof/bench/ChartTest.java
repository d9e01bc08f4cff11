package dev.holdfast.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChartTest {
    private final List<Result> results = new ArrayList<>();

    private void curve(Way way, String name, int... perSecond) {
        int connections = 1;
        for (int each : perSecond) {
            LoadReport load = new LoadReport(1, new TreeMap<>(), 0, 0, new LoadReport.Latency(1, 1, 1, 1), 0);
            results.add(new Result(way, name, connections, load, each, Map.of(), Map.of(), null, null, List.of()));
            connections *= 4;
        }
    }

    @Test
    void three_curves_each_in_its_colour() throws IOException {
        curve(Way.OURS, "hot", 160, 420, 900, 1_900, 2_600);
        curve(Way.PLAIN, "hot", 150, 260, 310, 330, 320);
        curve(Way.LIMIT, "batches-hot", 420, 1_500, 5_000, 14_000, 24_000);
        Path file = Path.of("target/chart.svg");
        new Chart(results, "2 cores (a processor), 24 GiB, Java 17; MariaDB 11.4").write(file);
        // Text is drawn as shapes: it looks the same whatever fonts the reader has, and cannot be searched for here.
        assertThat(Files.readString(file)).contains("<svg", "rgb(11,114,133)", "rgb(217,72,15)", "rgb(138,143,152)");
    }

    @Test
    void a_single_point_is_no_chart() {
        assertThat(Chart.drawable(List.of())).isFalse();
        curve(Way.OURS, "hot", 160);
        assertThat(Chart.drawable(results)).isFalse();
        curve(Way.OURS, "hot", 160, 420);
        assertThat(Chart.drawable(results)).isTrue();
    }
}
