package dev.holdfast.proof.check;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A global transaction as the Seata server remembers it. */
record Session(String xid, int status, String name, long begunMillis) {
    /** Seata's GlobalStatus by its code. */
    private static final List<String> WORDS = List.of(
            "UnKnown",
            "Begin",
            "Committing",
            "CommitRetrying",
            "Rollbacking",
            "RollbackRetrying",
            "TimeoutRollbacking",
            "TimeoutRollbackRetrying",
            "AsyncCommitting",
            "Committed",
            "CommitFailed",
            "Rollbacked",
            "RollbackFailed",
            "TimeoutRollbacked",
            "TimeoutRollbackFailed",
            "Finished",
            "CommitRetryTimeout",
            "RollbackRetryTimeout");

    private static final int LAST_OPEN = WORDS.indexOf("AsyncCommitting");
    private static final List<String> OVER = List.of("Committed", "Rollbacked", "TimeoutRollbacked", "Finished");

    String word() {
        return status >= 0 && status < WORDS.size() ? WORDS.get(status) : "status " + status;
    }

    /** Seata has more to do for it. */
    boolean isOpen() {
        return status <= LAST_OPEN;
    }

    /** Seata will do no more for it, and it did not end well. */
    boolean isGivenUp() {
        return !isOpen() && status < WORDS.size() && !OVER.contains(word());
    }

    boolean isOlderThan(Duration age, Instant now) {
        return begunMillis <= now.minus(age).toEpochMilli();
    }

    Map<String, String> row() {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("xid", xid);
        row.put("status", word());
        row.put("name", name);
        row.put("begun", Instant.ofEpochMilli(begunMillis).toString());
        return row;
    }
}
