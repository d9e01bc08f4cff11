package dev.holdfast.proof.faults;

import java.util.List;

/**
 * What came of a run.
 *
 * @param broken promises: by the ledgers, or by what buyers were told
 * @param open orders without an outcome once nothing changed any more
 */
record Verdict(List<String> broken, List<String> open) {
    Verdict {
        broken = List.copyOf(broken);
        open = List.copyOf(open);
    }

    boolean held() {
        return broken.isEmpty() && open.isEmpty();
    }

    String word() {
        if (!broken.isEmpty()) {
            return "BROKEN: " + broken.size();
        }
        return open.isEmpty() ? "held" : "NOTHING BROKEN, BUT " + open.size() + " LEFT OPEN, for the resolver";
    }
}
