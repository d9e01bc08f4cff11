package dev.holdfast.order.tcc;

import java.util.Collection;
import java.util.List;

/** The orders of one branch, as Seata's action context carries them. */
final class Ids {
    /**
     * Seata's db store keeps a branch's context in 2,000 characters, of which its own entries take some 300: 60 numbers of
     * 26 characters go in.
     */
    private static final int MOST_CHARACTERS = 1650;

    private Ids() {}

    /** @throws IllegalArgumentException if they would not fit */
    static String text(Collection<String> ids) {
        String text = String.join(",", ids);
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    ids.size() + " orders do not fit into one branch; lower holdfast.batching.most");
        }
        return text;
    }

    static List<String> of(String text) {
        return List.of(text.split(","));
    }
}
