package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.StackSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three minutes in which everything goes wrong that a schedule knows. On a stack of its own, so in a run of its own. */
@Tag("faults")
class FaultRunIT {
    private static final int MINUTES = 3;

    /** Every kind of fault, and Seata's store wiped twice. */
    private static final long SEED = 71;

    private static final int BUYERS = 16;

    /** Of each kind. */
    private static final int HOSTILE = 20;

    @Test
    void whatever_goes_wrong_for_three_minutes_no_promise_is_broken_and_nothing_stays_open() throws Exception {
        StackSettings tests = StackSettings.ofTests(StackSettings.repositoryAround(Path.of("")));
        FaultSettings settings = new FaultSettings(
                tests.repository(),
                tests.repository().resolve("proof/target/faults"),
                tests.database(),
                tests.seataStore(),
                tests.ports(),
                MINUTES,
                SEED,
                BUYERS,
                HOSTILE);

        Verdict verdict = new FaultRun(settings).run();

        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.failure()).isNull();
    }
}
