package dev.holdfast.proof.faults;

import dev.holdfast.proof.check.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How it became quiet: the checker finds nothing wrong with no grace at all, and Seata is at nothing.
 *
 * @param after so long after the buyers had left the last change was seen
 * @param broken what the checker still found then
 * @param unread what it could not read then
 */
record Quiet(Duration after, List<String> broken, List<String> unread) {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /**
     * Without a change: longer than whoever settles waits before he looks at something again (the resolver 5 min at most,
     * then a round), so nobody will.
     */
    private static final Duration UNCHANGED = Duration.ofMinutes(8);

    /** Whatever changes. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private record Look(List<String> broken, List<String> unread) {
        static Look by(Ledgers ledgers) throws InterruptedException {
            Report report = ledgers.check();
            List<String> broken = new ArrayList<>();
            report.broken().forEach(finding -> broken.add(finding.toString()));
            report.working().stream().sorted().forEach(xid -> broken.add("I3: Seata is not done with " + xid));
            List<String> unread = new ArrayList<>();
            report.unread().forEach((ledger, why) -> unread.add(ledger + ": " + why));
            return new Look(broken, unread);
        }

        boolean quiet() {
            return broken.isEmpty() && unread.isEmpty();
        }
    }

    boolean reached() {
        return broken.isEmpty() && unread.isEmpty();
    }

    static Quiet await(Ledgers ledgers) throws InterruptedException {
        long begun = System.nanoTime();
        Look look = Look.by(ledgers);
        long changed = System.nanoTime();
        while (!look.quiet()
                && System.nanoTime() - changed < UNCHANGED.toNanos()
                && System.nanoTime() - begun < LONGEST.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
            Look now = Look.by(ledgers);
            if (!now.equals(look)) {
                look = now;
                changed = System.nanoTime();
            }
        }
        return new Quiet(Duration.ofNanos(changed - begun), look.broken(), look.unread());
    }
}
