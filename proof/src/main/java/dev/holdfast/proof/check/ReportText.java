package dev.holdfast.proof.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
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
        return "looked at "
                + report.read().entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "))
                + (report.at() == null ? "" : ", " + report.at() + " by the database's clock");
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Object> verdicts = new LinkedHashMap<>();
        for (Invariant invariant : Invariant.values()) {
            verdicts.put(invariant.name(), word(report.verdict(invariant)));
        }
        all.put("verdicts", verdicts);
        List<Map<String, Object>> broken = new ArrayList<>();
        for (Finding finding : report.broken()) {
            broken.add(Map.of("invariant", finding.invariant().name(), "what", finding.what(), "row", finding.row()));
        }
        all.put("broken", broken);
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
