package dev.holdfast.proof.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows of the gate that were seen wrong. Until its keeper comes round a count may be wrong for good reasons (a Try came
 * while the gate stood open, units arrived), so only what is wrong by the same in every look is called broken.
 */
final class GateSuspects {
    private final Duration grace;
    private final Map<String, Suspect> suspects = new TreeMap<>();

    GateSuspects(Duration grace) {
        this.grace = grace;
    }

    private static final class Suspect {
        private final long difference;
        private final Set<String> forNobody;
        private boolean wrong;
        private GateSample last;
        private int looks = 1;

        Suspect(GateSample first, Set<String> forNobody) {
            this.difference = first.difference();
            this.wrong = difference != 0;
            this.forNobody = forNobody;
            this.last = first;
        }
    }

    /** The first look at a row. */
    void meet(GateSample sample) {
        Set<String> forNobody = sample.holdingForNobody(grace);
        if (sample.difference() != 0 || !forNobody.isEmpty()) {
            suspects.put(sample.row(), new Suspect(sample, forNobody));
        }
    }

    boolean isEmpty() {
        return suspects.isEmpty();
    }

    List<String> rows() {
        return List.copyOf(suspects.keySet());
    }

    /** A further look: whoever is right now, or wrong by something else, is no suspect any more. */
    void meetAgain(GateSample sample) {
        Suspect suspect = suspects.get(sample.row());
        suspect.looks++;
        suspect.last = sample;
        suspect.wrong &= sample.difference() == suspect.difference;
        suspect.forNobody.retainAll(sample.holdingForNobody(grace));
        if (suspect.forNobody.isEmpty() && !suspect.wrong) {
            suspects.remove(sample.row());
        }
    }

    /** What was wrong in two looks or more. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Suspect suspect : suspects.values()) {
            if (suspect.looks > 1) {
                findings.addAll(findings(suspect));
            }
        }
        return findings;
    }

    private static List<Finding> findings(Suspect suspect) {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> row = row(suspect.last);
        if (suspect.wrong && suspect.difference > 0) {
            findings.add(new Finding(Invariant.I4, "a gate that lets more through than there is", row));
        } else if (suspect.wrong) {
            findings.add(new Finding(Invariant.I4, "a gate that counts fewer than there are", row));
            findings.add(new Finding(Invariant.I6, "units that the gate keeps back", row));
        }
        for (String id : suspect.forNobody) {
            Map<String, String> held = new LinkedHashMap<>();
            held.put("row", suspect.last.row());
            held.put("reservation_id", id);
            held.put("quantity", "" + suspect.last.count().holders().get(id).quantity());
            held.put("state", suspect.last.states().getOrDefault(id, "ABSENT"));
            findings.add(new Finding(Invariant.I6, "units held at the gate for nobody", held));
        }
        return findings;
    }

    private static Map<String, String> row(GateSample sample) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("row", sample.row());
        row.put("free", "" + sample.count().free());
        row.put("expected", "" + sample.expected());
        row.put("available", "" + sample.available());
        row.put("holders", "" + sample.count().holders().size());
        return row;
    }
}
