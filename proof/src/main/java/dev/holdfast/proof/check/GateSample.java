package dev.holdfast.proof.check;

import dev.holdfast.proof.check.Gate.Count;
import dev.holdfast.proof.check.Gate.Holder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A row of the gate beside the database's, at one instant.
 *
 * @param available units in the database
 * @param count nothing is wrong with it if the row is not loaded
 * @param states of the holders, as far as the database knows them
 */
record GateSample(String row, long available, Count count, Map<String, String> states) {
    /**
     * What free should be: what is available, less what was taken here and is still available there. That is true of a
     * holder that has not arrived there yet, and of one that is cancelled there and not given back here yet; one that is
     * tried or confirmed has left what is available already. Below zero while holders that took by force are to be refused.
     */
    long expected() {
        long waiting = count.holders().entrySet().stream()
                .filter(holder -> isStillAvailable(holder.getKey()))
                .mapToLong(holder -> holder.getValue().quantity())
                .sum();
        return available - waiting;
    }

    /** Above 0: more are let through than there are; below: fewer. */
    long difference() {
        return count.free() == null ? 0 : count.free() - expected();
    }

    /** Who has held for so long what the database still has, or has again. */
    Set<String> holdingForNobody(Duration grace) {
        Predicate<Holder> old = holder -> holder.takenAtMillis() <= count.now() - grace.toMillis();
        Set<String> ids = new TreeSet<>();
        count.holders().forEach((id, holder) -> {
            if (count.free() != null && isStillAvailable(id) && old.test(holder)) {
                ids.add(id);
            }
        });
        return ids;
    }

    private boolean isStillAvailable(String id) {
        String state = states.get(id);
        return state == null || state.equals("CANCELLED");
    }
}
