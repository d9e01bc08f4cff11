package dev.holdfast.proof.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as a person reads it, and as a program does. */
final class ReportText {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Report report;

    /** Rows told of each kind. */
    private final int most;

    ReportText(Report report, int most) {
        this.report = report;
        this.most = most;
    }

    String table() {
        StringBuilder text = new StringBuilder();
        for (Invariant invariant : Invariant.values()) {
            Report.Verdict verdict = report.verdict(invariant);
            text.append("%s  %-7s  %s".formatted(invariant, word(verdict), invariant.promise()));
            if (verdict == Report.Verdict.UNKNOWN) {
                text.append(" (").append(report.why(invariant)).append(')');
            }
            text.append('\n');
            kinds(findings(invariant), Finding::what, Finding::row, text);
        }
        if (!report.notYetDue().isEmpty()) {
            text.append("\nopen, not yet due (grace %s)\n"
                    .formatted(Durations.text(report.grace().time())));
            kinds(report.notYetDue(), Finding::what, Finding::row, text);
        }
        report.unread().forEach((ledger, why) -> text.append("\ncould not read: %s: %s\n".formatted(ledger, why)));
        if (!report.notes().isEmpty()) {
            text.append("\nnoted\n");
            kinds(report.notes(), Report.Note::what, Report.Note::row, text);
        }
        return text.append('\n').append(lookedAt()).append('\n').toString();
    }

    private static String word(Report.Verdict verdict) {
        return verdict == Report.Verdict.BROKEN
                ? verdict.name()
                : verdict.name().toLowerCase(Locale.ROOT);
    }

    private List<Finding> findings(Invariant invariant) {
        return report.broken().stream()
                .filter(finding -> finding.invariant() == invariant)
                .toList();
    }

    private <T> void kinds(
            List<T> all, Function<T, String> what, Function<T, Map<String, String>> row, StringBuilder text) {
        all.stream()
                .collect(Collectors.groupingBy(what, LinkedHashMap::new, Collectors.toList()))
                .forEach((kind, rows) -> {
                    text.append("      %s: %s\n".formatted(kind, count(rows.size())));
                    rows.stream().limit(most).forEach(each -> text.append("        ")
                            .append(Rows.text(row.apply(each)))
                            .append('\n'));
                    if (rows.size() > most) {
                        text.append("        ...\n");
                    }
                });
    }

    private static String count(int rows) {
        return rows == Rule.MOST ? rows + " or more" : "" + rows;
    }

    private String lookedAt() {
        if (report.read().isEmpty()) {
            return "looked at nothing";
        }
        return (report.grace() == null ? "" : "grace " + report.grace() + "\n") + "looked at "
                + report.read().entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "))
                + (report.at() == null ? "" : ", " + report.at() + " by the database's clock");
    }

    private static List<Map<String, Object>> findings(List<Finding> all) {
        return all.stream()
                .map(finding -> Map.<String, Object>of(
                        "invariant", finding.invariant().name(), "what", finding.what(), "row", finding.row()))
                .toList();
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Object> verdicts = new LinkedHashMap<>();
        for (Invariant invariant : Invariant.values()) {
            verdicts.put(invariant.name(), word(report.verdict(invariant)));
        }
        all.put("verdicts", verdicts);
        all.put("broken", findings(report.broken()));
        all.put("notYetDue", findings(report.notYetDue()));
        all.put("grace", report.grace() == null ? null : report.grace().toString());
        all.put("notes", report.notes());
        all.put("unread", report.unread());
        all.put("read", report.read());
        all.put("at", report.at() == null ? null : report.at().toString());
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text are always JSON", e);
        }
    }
}
