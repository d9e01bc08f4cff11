package dev.holdfast.proof.explorer;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an exploration found.
 *
 * @param states how many were reached
 * @param idle the actions that can never happen
 * @param broken the shortest way to break each invariant that can be broken, one line for each step
 */
public record Finding(int states, Set<String> idle, Map<String, List<String>> broken) {
    /** As a person reads it: what breaks, and how {@code first} does. */
    public String story(String first) {
        StringBuilder story = new StringBuilder(states + " states, breaks " + broken.keySet());
        List<String> trace = broken.getOrDefault(first, List.of());
        for (int i = 0; i < trace.size(); i++) {
            story.append(String.format("%n%4d  %s", i + 1, trace.get(i)));
        }
        if (!trace.isEmpty()) {
            story.append(String.format("%n      %s", ending(first)));
        }
        return story.toString();
    }

    private static String ending(String name) {
        return name.equals(Explorer.EVERYTHING_SETTLES)
                ? "and from here on not everything finds its end, even if all goes well"
                : "and " + name + " is broken";
    }
}
