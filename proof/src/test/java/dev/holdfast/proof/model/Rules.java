package dev.holdfast.proof.model;

import java.util.EnumSet;
import java.util.Set;

/** The rules that are kept. */
record Rules(Set<Rule> kept) {
    static Rules all() {
        return new Rules(EnumSet.allOf(Rule.class));
    }

    static Rules without(Set<Rule> dropped) {
        EnumSet<Rule> kept = EnumSet.allOf(Rule.class);
        kept.removeAll(dropped);
        return new Rules(kept);
    }

    boolean keep(Rule rule) {
        return kept.contains(rule);
    }

    boolean drop(Rule rule) {
        return !kept.contains(rule);
    }
}
