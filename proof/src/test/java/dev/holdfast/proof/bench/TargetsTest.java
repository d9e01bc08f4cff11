package dev.holdfast.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.bench.Target.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private final List<Result> results = new ArrayList<>();

    /** Ten seconds, 201 for every confirmed order. */
    private void measured(
            Way way, String name, int connections, long confirmed, long refused, double msEach, double ms) {
        measured(way, name, connections, confirmed, refused, msEach, ms, null, null);
    }

    private void measured(
            Way way,
            String name,
            int connections,
            long confirmed,
            long refused,
            double msEach,
            double ms,
            Double gate,
            Result.Flash flash) {
        Map<Integer, Long> statuses = Map.of(201, confirmed, 409, refused);
        LoadReport load = new LoadReport(10, new TreeMap<>(statuses), 0, 0, new LoadReport.Latency(ms, ms, ms, ms), 0);
        long rows = way.placesOrders() ? confirmed : 0;
        results.add(new Result(
                way,
                name,
                connections,
                load,
                rows,
                Map.of(
                        "order",
                        msEach * (confirmed + refused) / 2,
                        "load generator",
                        msEach * (confirmed + refused) / 2),
                Map.of(),
                gate,
                flash,
                List.of()));
    }

    private Verdict verdict(String of) {
        return new Targets(results)
                .all().stream()
                        .filter(each -> each.wanted().contains(of))
                        .findFirst()
                        .orElseThrow()
                        .verdict();
    }

    @Test
    void nothing_measured_is_neither_met_nor_missed() {
        assertThat(new Targets(results).all())
                .hasSize(10)
                .allMatch(each -> each.verdict() == Verdict.NOT_MEASURED
                        && each.measured().equals("-"));
    }

    @Test
    void all_met() {
        measured(Way.OURS, "hot", 1, 2_000, 0, 1, 5.0);
        measured(Way.OURS, "hot", 256, 32_000, 0, 0.6, 80, 2.5, null);
        measured(Way.OURS, "uniform", 256, 33_000, 0, 0.6, 80);
        measured(Way.OURS, "sold-out", 256, 0, 70_000, 0.2, 20);
        measured(Way.OURS, "flash", 256, 1_000, 49_000, 0.2, 20, null, new Result.Flash(1_000, 1_000, 1.2));
        measured(Way.OURS, "open", 0, 16_000, 0, 0.6, 40);
        measured(Way.ECHO, "echo", 256, 80_000, 0, 0.25, 30);
        measured(Way.PLAIN, "hot", 1, 2_000, 0, 1, 4.8);
        measured(Way.PLAIN, "hot", 256, 4_000, 0, 4.7, 700);
        measured(Way.OURS_DB, "hot", 256, 30_000, 0, 0.6, 80);
        assertThat(new Targets(results).all()).allMatch(each -> each.verdict() == Verdict.MET);
        assertThat(Targets.maximum(results)).isEqualTo(3_200);
    }

    @Test
    void missed_by_a_little_is_missed() {
        measured(Way.OURS, "hot", 256, 31_900, 0, 0.66, 80, 10.1, null);
        measured(Way.PLAIN, "hot", 256, 4_000, 0, 4.7, 700);
        assertThat(verdict("times plain")).isEqualTo(Verdict.MISSED);
        assertThat(verdict("CPU-ms")).isEqualTo(Verdict.MISSED);
        assertThat(verdict("gate's own")).isEqualTo(Verdict.MISSED);
    }

    @Test
    void a_flash_that_sold_one_too_many_or_its_last_too_late_is_missed() {
        measured(Way.OURS, "hot", 256, 10_000, 0, 0.6, 80);
        measured(Way.OURS, "flash", 256, 1_000, 0, 0.2, 20, null, new Result.Flash(1_000, 1_001, 1.0));
        assertThat(verdict("flash")).isEqualTo(Verdict.MISSED);
        results.remove(1);
        measured(Way.OURS, "flash", 256, 1_000, 0, 0.2, 20, null, new Result.Flash(1_000, 1_000, 3.1));
        assertThat(verdict("flash")).isEqualTo(Verdict.MISSED);
    }

    @Test
    void a_success_that_left_no_confirmed_row_does_not_count() {
        measured(Way.ECHO, "echo", 256, 80_000, 0, 0.25, 30);
        assertThat(results.get(0).confirmedPerSecond()).isZero();
        assertThat(results.get(0).answersPerSecond()).isEqualTo(8_000);
        assertThat(Table.row(results.get(0))).contains("80000 × 201").contains("0.25 per request");
    }
}
