package dev.holdfast.proof.faults;

import java.util.List;

/**
 * What came of a run.
 *
 * @param broken promises: by the ledgers, or by what buyers were told
 * @param failure why the run did not come to its end, and so says nothing else; null if it did
 */
record Verdict(List<String> broken, String failure) {
    Verdict {
        broken = List.copyOf(broken);
    }

    boolean held() {
        return broken.isEmpty() && failure == null;
    }

    String word() {
        if (!broken.isEmpty()) {
            return "BROKEN: " + broken.size();
        }
        return failure == null ? "held" : "NOT RUN TO ITS END";
    }
}
