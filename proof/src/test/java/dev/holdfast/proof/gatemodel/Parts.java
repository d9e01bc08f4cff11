package dev.holdfast.proof.gatemodel;

import java.util.EnumSet;
import java.util.Set;

/** The parts that are kept. */
record Parts(Set<Part> kept) {
    static Parts without(Set<Part> dropped) {
        EnumSet<Part> kept = EnumSet.allOf(Part.class);
        kept.removeAll(dropped);
        return new Parts(kept);
    }

    boolean keep(Part part) {
        return kept.contains(part);
    }

    boolean drop(Part part) {
        return !kept.contains(part);
    }
}
