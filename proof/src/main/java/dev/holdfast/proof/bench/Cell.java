package dev.holdfast.proof.bench;

import java.util.Arrays;
import java.util.List;

/** One line of the table: one load on one way of running. */
record Cell(Way way, String name, int connections, Load load) {

    String id() {
        return way.label() + "/" + name + "/" + connections;
    }

    /** True if every part of one of the selectors is a part of this cell's name; no selector selects all. */
    boolean among(List<String> selectors) {
        List<String> parts = Arrays.asList(id().split("/"));
        return selectors.isEmpty()
                || selectors.stream().anyMatch(each -> parts.containsAll(Arrays.asList(each.split("/"))));
    }
}
