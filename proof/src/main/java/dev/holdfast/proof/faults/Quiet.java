package dev.holdfast.proof.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How it became quiet.
 *
 * @param after so long after the buyers had left nothing changed any more
 * @param open what was left without an outcome then
 */
record Quiet(Duration after, List<String> open) {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /** Longer than whoever settles waits before he looks at something again: then nobody will. */
    private static final Duration UNCHANGED = Duration.ofSeconds(180);

    /** @param known to be open for good: not waited for */
    static Quiet await(Ledgers ledgers, List<String> known) throws InterruptedException {
        long begun = System.nanoTime();
        long changed = begun;
        List<String> open = ledgers.open();
        while (!known.containsAll(open) && System.nanoTime() - changed < UNCHANGED.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
            List<String> now = ledgers.open();
            if (!now.equals(open)) {
                open = now;
                changed = System.nanoTime();
            }
        }
        return new Quiet(Duration.ofNanos(changed - begun), open);
    }
}
