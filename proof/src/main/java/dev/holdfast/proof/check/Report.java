package dev.holdfast.proof.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a check has found. */
public final class Report {
    /** What can be said of an invariant. */
    public enum Verdict {
        HOLDS,
        BROKEN,
        /** What it takes to say so could not be read, or was not to be. */
        UNKNOWN
    }

    /** Something to know that breaks nothing by itself. */
    public record Note(String what, Map<String, String> row) {}

    private final List<Finding> broken = new ArrayList<>();
    private final List<Finding> notYetDue = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<String, String> unread = new LinkedHashMap<>();
    private final Map<Invariant, String> unknown = new TreeMap<>();
    private final Map<String, Long> read = new LinkedHashMap<>();
    private Set<String> working = Set.of();
    private Instant at;
    private Grace grace;

    Report() {}

    void broken(List<Finding> found) {
        broken.addAll(found);
    }

    void notYetDue(List<Finding> found) {
        notYetDue.addAll(found);
    }

    void grace(Grace used) {
        grace = used;
    }

    void note(String what, Map<String, String> row) {
        notes.add(new Note(what, row));
    }

    void unread(String ledger, Exception why) {
        String message = why.getMessage() == null ? why.toString() : why.getMessage();
        unread.put(ledger, message.lines().findFirst().orElse(message));
    }

    void unknown(Invariant invariant, String why) {
        unknown.putIfAbsent(invariant, why);
    }

    void read(Map<String, Long> rows) {
        read.putAll(rows);
    }

    void read(String what, long rows) {
        read.put(what, rows);
    }

    void working(Set<String> xids) {
        working = Set.copyOf(xids);
    }

    void at(Instant time) {
        at = time;
    }

    public Verdict verdict(Invariant invariant) {
        if (broken.stream().anyMatch(finding -> finding.invariant() == invariant)) {
            return Verdict.BROKEN;
        }
        return unknown.containsKey(invariant) ? Verdict.UNKNOWN : Verdict.HOLDS;
    }

    /** Why an invariant is unknown; null if it is not. */
    public String why(Invariant invariant) {
        return unknown.get(invariant);
    }

    public List<Finding> broken() {
        return List.copyOf(broken);
    }

    /** Orders and reservations that are open for less than the grace: broken only if they stay so. */
    public List<Finding> notYetDue() {
        return List.copyOf(notYetDue);
    }

    /** What they were measured by; null if the database could not be asked. */
    public Grace grace() {
        return grace;
    }

    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /** Ledger to the reason why it could not be read. */
    public Map<String, String> unread() {
        return Map.copyOf(unread);
    }

    /** How many there were of what was looked at. */
    public Map<String, Long> read() {
        return new LinkedHashMap<>(read);
    }

    /** The global transactions that Seata was at when it was asked last, of whatever age; none if it was not asked. */
    public Set<String> working() {
        return working;
    }

    /** By the database's clock; null if it could not be asked. */
    public Instant at() {
        return at;
    }

    /** 0 holds, 1 broken, 2 could not look. */
    public int exitCode() {
        if (!broken.isEmpty()) {
            return 1;
        }
        return unread.isEmpty() ? 0 : 2;
    }
}
