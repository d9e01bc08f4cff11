package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Report report = new Report();

    private static Finding finding(int row) {
        return new Finding(Invariant.I2, "a row", Map.of("sku_id", "" + row));
    }

    @Test
    void nothing_found_holds() {
        assertThat(report.exitCode()).isZero();
        assertThat(new ReportText(report, 10).table()).contains("I1  holds  ", "I6  holds  ");
    }

    @Test
    void what_is_open_and_not_yet_due_is_told_with_its_grace_and_breaks_nothing() {
        report.grace(new Grace(Duration.ofSeconds(430), "old-enough 120 s (order-app.yaml in Nacos) + more"));
        report.read("orders", 1);
        report.notYetDue(List.of(new Finding(Invariant.I3, "an order left open", Map.of("order_no", "o1"))));
        assertThat(report.exitCode()).isZero();
        assertThat(report.verdict(Invariant.I3)).isEqualTo(Report.Verdict.HOLDS);
        assertThat(new ReportText(report, 10).table())
                .contains(
                        "I3  holds", "open, not yet due (grace 430 s)", "order_no=o1", "grace 430 s, old-enough 120 s");
        assertThat(new ReportText(report, 10).json()).contains("notYetDue", "o1", "grace", "430 s");
    }

    @Test
    void something_broken_comes_before_something_unread() {
        report.unread("gate", new IllegalStateException("gone"));
        assertThat(report.exitCode()).isEqualTo(2);
        report.broken(List.of(finding(1)));
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void what_was_not_to_be_looked_at_is_unknown_and_no_failure() {
        report.unknown(Invariant.I4, "the gate was not looked at");
        assertThat(report.verdict(Invariant.I4)).isEqualTo(Report.Verdict.UNKNOWN);
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void of_many_rows_of_a_kind_the_first_are_told_and_all_are_counted() {
        report.broken(IntStream.range(0, 12).mapToObj(ReportTest::finding).toList());
        assertThat(new ReportText(report, 3).table())
                .contains("I2  BROKEN", "a row: 12", "sku_id=2", "...")
                .doesNotContain("sku_id=3");
    }
}
