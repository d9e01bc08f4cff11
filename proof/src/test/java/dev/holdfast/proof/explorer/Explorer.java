package dev.holdfast.proof.explorer;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Visits every state that can be reached, the nearest first: the first trouble found is the shortest there is. Then looks
 * for states from which nothing can find its end any more, even if no further fault comes.
 */
public final class Explorer<S> {
    /** The name of what is broken if something never finds its end. */
    public static final String EVERYTHING_SETTLES = "EVERYTHING_SETTLES";

    private static final int MOST_STATES = 40_000_000;
    private static final int NONE = -1;

    private final Space<S> space;
    private final List<Action<S>> actions;
    private final List<Invariant<S>> ofAll;
    private final List<Invariant<S>> ofSteps;
    private final States known = new States();
    private final Steps calm = new Steps();
    private final boolean[] happened;
    private final Map<String, List<String>> broken = new TreeMap<>();

    private Explorer(Space<S> space) {
        this.space = space;
        this.actions = space.actions();
        this.happened = new boolean[actions.size()];
        this.ofAll = space.invariants();
        this.ofSteps = ofAll.stream().filter(Invariant::ofSteps).toList();
    }

    public static <S> Finding explore(Space<S> space) {
        return new Explorer<>(space).explore();
    }

    private Finding explore() {
        known.add(space.pack(space.start()), NONE, NONE);
        for (int here = 0; here < known.count; here++) {
            S state = space.unpack(known.bits[here]);
            for (int a = 0; a < actions.size(); a++) {
                S after = actions.get(a).effect().apply(state);
                if (after != state) {
                    step(here, state, a, after);
                }
            }
        }
        int stuck = firstThatNeverSettles();
        if (stuck != NONE) {
            broken.put(EVERYTHING_SETTLES, trace(stuck));
        }
        return new Finding(known.count, idle(), broken);
    }

    private void step(int here, S state, int a, S after) {
        long bits = space.pack(after);
        if (bits == known.bits[here]) {
            return;
        }
        happened[a] = true;
        int before = known.count;
        int there = known.add(bits, here, a);
        for (Invariant<S> invariant : there == before ? ofAll : ofSteps) {
            if (!invariant.holds().test(state, after) && !broken.containsKey(invariant.name())) {
                List<String> trace = trace(here);
                trace.add(line(actions.get(a), after));
                broken.put(invariant.name(), trace);
            }
        }
        if (!actions.get(a).fault()) {
            calm.add(here, there);
        }
    }

    private Set<String> idle() {
        Set<String> idle = new TreeSet<>();
        for (int a = 0; a < actions.size(); a++) {
            if (!happened[a]) {
                idle.add(actions.get(a).name());
            }
        }
        return idle;
    }

    /** Goes backwards from all settled states, by steps that are no fault; the first state not met is lost. */
    private int firstThatNeverSettles() {
        boolean[] settles = new boolean[known.count];
        int[] queue = new int[known.count];
        int end = 0;
        for (int i = 0; i < known.count; i++) {
            if (space.isSettled(space.unpack(known.bits[i]))) {
                settles[i] = true;
                queue[end++] = i;
            }
        }
        int[][] backwards = calm.backwards(known.count);
        int[] first = backwards[0];
        int[] from = backwards[1];
        for (int next = 0; next < end; next++) {
            int to = queue[next];
            for (int e = first[to]; e < first[to + 1]; e++) {
                if (!settles[from[e]]) {
                    settles[from[e]] = true;
                    queue[end++] = from[e];
                }
            }
        }
        for (int i = 0; i < known.count; i++) {
            if (!settles[i]) {
                return i;
            }
        }
        return NONE;
    }

    private List<String> trace(int to) {
        LinkedList<String> trace = new LinkedList<>();
        for (int i = to; known.parent[i] != NONE; i = known.parent[i]) {
            trace.addFirst(line(actions.get(known.by[i]), space.unpack(known.bits[i])));
        }
        return trace;
    }

    private static String line(Action<?> action, Object state) {
        return String.format("%-78s %s", action.name(), state);
    }

    /** The states met so far, each with how it was met first; found again by open addressing. */
    private static final class States {
        private long[] bits = new long[1 << 10];
        private int[] parent = new int[1 << 10];
        private short[] by = new short[1 << 10];
        private int[] slots = emptySlots(1 << 12);
        private int count;

        /** @return where it is, added now or before */
        int add(long state, int from, int action) {
            int slot = slot(state);
            if (slots[slot] != NONE) {
                return slots[slot];
            }
            if (count == MOST_STATES) {
                throw new IllegalStateException("more than " + MOST_STATES + " states: the model has grown too large");
            }
            if (count == bits.length) {
                grow();
                slot = slot(state);
            }
            bits[count] = state;
            parent[count] = from;
            by[count] = (short) action;
            slots[slot] = count;
            return count++;
        }

        private int slot(long state) {
            long mixed = state * 0x9E3779B97F4A7C15L;
            int slot = (int) (mixed ^ mixed >>> 32) & slots.length - 1;
            while (slots[slot] != NONE && bits[slots[slot]] != state) {
                slot = slot + 1 & slots.length - 1;
            }
            return slot;
        }

        private void grow() {
            bits = Arrays.copyOf(bits, 2 * count);
            parent = Arrays.copyOf(parent, 2 * count);
            by = Arrays.copyOf(by, 2 * count);
            slots = emptySlots(8 * count);
            for (int i = 0; i < count; i++) {
                slots[slot(bits[i])] = i;
            }
        }

        private static int[] emptySlots(int size) {
            int[] slots = new int[size];
            Arrays.fill(slots, NONE);
            return slots;
        }
    }

    /** Steps between states, to be walked backwards. */
    private static final class Steps {
        private int[] from = new int[1 << 12];
        private int[] to = new int[1 << 12];
        private int count;

        void add(int here, int there) {
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
            }
            from[count] = here;
            to[count++] = there;
        }

        /** @return {@code [first, from]}: the steps to state i come from {@code from[first[i]]} to {@code from[first[i + 1] - 1]} */
        int[][] backwards(int states) {
            int[] first = new int[states + 2];
            for (int e = 0; e < count; e++) {
                first[to[e] + 2]++;
            }
            for (int i = 2; i < first.length; i++) {
                first[i] += first[i - 1];
            }
            int[] sources = new int[count];
            for (int e = 0; e < count; e++) {
                sources[first[to[e] + 1]++] = from[e];
            }
            return new int[][] {first, sources};
        }
    }
}
