package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.stack.Database;
import dev.holdfast.stack.Ports;
import dev.holdfast.stack.StackSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    private Path out;

    private final Journal journal = new Journal(new PrintStream(new ByteArrayOutputStream()), System::nanoTime);

    private String markdown(Duration quietAfter, Verdict verdict) throws IOException {
        FaultSettings settings =
                new FaultSettings(out, out, Database.MARIADB, StackSettings.SeataStore.DB, Ports.DEFAULT, 3, 12, 16, 5);
        new RunRecord(settings, Instant.EPOCH, journal, 5, quietAfter, verdict).write();
        return Files.readString(out.resolve("faults.md"));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.resolve("faults.json").toFile());
    }

    @Test
    void a_run_that_held_tells_how_to_do_it_again_and_what_was_done() throws IOException {
        Schedule.Strike strike = Schedule.of(12, 3).strikes().get(0);
        journal.happened(strike, strike.at(), strike.at().plusSeconds(9));

        String told = markdown(Duration.ofSeconds(70), new Verdict(List.of(), null));

        assertThat(told)
                .startsWith("# Fault run: held")
                .contains(
                        "./prove --faults --minutes 3 --seed 12 --db mariadb --seata-store db --buyers 16 --hostile 5")
                .contains("| faults | 1, planned 24 |")
                .contains("| quiet after the buyers had left | 70.0 s |")
                .contains("| " + strike.fault() + " |");
        assertThat(json().path("timeline")).hasSize(1);
    }

    @Test
    void one_that_did_not_come_to_its_end_says_why() throws IOException {
        String told = markdown(null, new Verdict(List.of(), "nacos is not ready after 180 s"));

        assertThat(told)
                .startsWith("# Fault run: NOT RUN TO ITS END")
                .contains("```\nnacos is not ready after 180 s\n```")
                .contains("| quiet after the buyers had left | never |");
        assertThat(json().path("failure").asText()).isEqualTo("nacos is not ready after 180 s");
        assertThat(json().path("quietAfterSeconds").isNull()).isTrue();
    }

    @Test
    void broken_promises_are_listed_and_come_first() throws IOException {
        String told = markdown(null, new Verdict(List.of("I3: an order left open", "I5: told twice"), null));

        assertThat(told).startsWith("# Fault run: BROKEN: 2").contains("- I3: an order left open");
    }
}
