package dev.holdfast.proof.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.holdfast.proof.faults.Journal.Happening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run told in full: as markdown for people, as JSON for programs, and in short on the terminal.
 *
 * @param quietAfter null if it never became quiet
 */
record RunRecord(
        FaultSettings settings, Instant begun, Journal journal, int finalKeys, Duration quietAfter, Verdict verdict) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Of each list; the rest is in the JSON. */
    private static final int TOLD = 50;

    void write() throws IOException {
        Files.createDirectories(settings.out());
        Path markdown = settings.out().resolve("faults.md");
        Files.writeString(markdown, summary() + "\n" + answers() + "\n" + notes() + "\n" + timeline());
        JSON.writeValue(settings.out().resolve("faults.json").toFile(), json());
        journal.say("\n" + summary() + "\n" + answers());
        journal.say("timeline: " + markdown);
    }

    private String summary() {
        Journal.Gap gap = journal.longestGap();
        return """
               # Fault run: %s

               `./prove --faults --minutes %d --seed %d --db %s --seata-store %s --buyers %d --hostile %d`, %s

               | | |
               |---|---|
               | faults | %d, planned %d |
               | keys with a final answer, each checked against its row | %d |
               | longest time without an answer to anybody | %s, from %s to %s |
               | quiet after the buyers had left | %s |
               | verdict | **%s** |
               """
                        .formatted(
                                verdict.word(),
                                settings.minutes(),
                                settings.seed(),
                                settings.database().label(),
                                settings.seataStore().name().toLowerCase(Locale.ROOT),
                                settings.buyers(),
                                settings.hostile(),
                                begun.truncatedTo(ChronoUnit.SECONDS),
                                journal.happenings().size(),
                                Schedule.of(settings.seed(), settings.minutes())
                                        .strikes()
                                        .size(),
                                finalKeys,
                                Journal.text(gap.length()),
                                Journal.text(gap.from()),
                                Journal.text(gap.to()),
                                quietAfter == null ? "never" : Journal.text(quietAfter),
                                verdict.word())
                + failure()
                + list("Broken", verdict.broken());
    }

    /** It may end with the last lines of a server's log. */
    private String failure() {
        return verdict.failure() == null
                ? ""
                : """

                  ## Why it was not run to its end

                  ```
                  %s
                  ```
                  """
                        .formatted(verdict.failure().strip());
    }

    private String answers() {
        return """
               | answer | requests |
               |---|--:|
               """
                + journal.answers().entrySet().stream()
                        .map(each -> "| %s | %d |%n".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining());
    }

    private String notes() {
        return list("Notes", journal.notes());
    }

    private String timeline() {
        return """
               ## Timeline

               | planned | struck | fault | for | good again after |
               |--:|--:|---|--:|--:|
               """
                + happenings().stream()
                        .map(each -> "| %s | %s | %s | %s | %s |%n"
                                .formatted(
                                        Journal.text(each.strike().at()),
                                        Journal.text(each.struck()),
                                        each.strike().fault(),
                                        Journal.text(each.strike().fault().lasting()),
                                        Journal.text(each.over().minus(each.struck()))))
                        .collect(Collectors.joining());
    }

    private static String list(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        String more = lines.size() > TOLD ? "- and %d more%n".formatted(lines.size() - TOLD) : "";
        return "%n## %s%n%n".formatted(title)
                + lines.stream().limit(TOLD).map("- %s%n"::formatted).collect(Collectors.joining())
                + more;
    }

    private List<Happening> happenings() {
        return journal.happenings().stream()
                .sorted(Comparator.comparing(each -> each.strike().at()))
                .toList();
    }

    private Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", settings.seed());
        all.put("minutes", settings.minutes());
        all.put("database", settings.database().label());
        all.put("seataStore", settings.seataStore());
        all.put("buyers", settings.buyers());
        all.put("hostile", settings.hostile());
        all.put("begun", begun.toString());
        all.put("verdict", verdict.word());
        all.put("broken", verdict.broken());
        all.put("failure", verdict.failure());
        all.put("longestGapSeconds", seconds(journal.longestGap().length()));
        all.put("longestGapFromSeconds", seconds(journal.longestGap().from()));
        all.put("quietAfterSeconds", quietAfter == null ? null : seconds(quietAfter));
        all.put("finalKeys", finalKeys);
        all.put("answers", journal.answers());
        all.put("notes", journal.notes());
        all.put("timeline", happenings().stream().map(RunRecord::json).toList());
        return all;
    }

    private static Map<String, Object> json(Happening happening) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("fault", happening.strike().fault().toString());
        row.put("plannedSeconds", seconds(happening.strike().at()));
        row.put("lastingSeconds", seconds(happening.strike().fault().lasting()));
        row.put("struckSeconds", seconds(happening.struck()));
        row.put("overSeconds", seconds(happening.over()));
        return row;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
