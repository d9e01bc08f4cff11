package dev.holdfast.proof.gatemodel;

import static dev.holdfast.proof.explorer.Explorer.EVERYTHING_SETTLES;
import static dev.holdfast.proof.gatemodel.Promise.FREE_IS_EXACT;
import static dev.holdfast.proof.gatemodel.Promise.NEVER_OVERSOLD;
import static dev.holdfast.proof.gatemodel.Promise.NO_FALSE_REFUSAL_BY_GATE;
import static dev.holdfast.proof.gatemodel.Promise.NO_FALSE_REFUSAL_BY_MARK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.explorer.Explorer;
import dev.holdfast.proof.explorer.Finding;
import dev.holdfast.proof.gatemodel.World.Order;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every state is visited that the orders of a world, its faults and a crash between any two steps can lead to. What is
 * written here about a part is all that its absence breaks there. {@code -Dholdfast.model=large} adds worlds of tens of
 * millions of states (minutes, a heap of 6 GiB).
 */
class GateProtocolTest {
    private static final Set<Fault> OF_DATABASE =
            EnumSet.of(Fault.TRY_THROWS, Fault.LOOK_UP_FAILS, Fault.LOCK_LOST, Fault.REDIS_DOUBLES);
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    /** One unit; an order that the database refuses for its cold line, and two that could have the unit. */
    private static final World MIXED =
            new World("mixed orders", List.of(Order.MIXED, Order.ONE, Order.ONE), 1, 0, 0, 0, 0, OF_DATABASE);

    /** Two units; an order for both and a cold one, and two for one each. */
    private static final World GREEDY =
            new World("a greedy order", List.of(Order.GREEDY, Order.ONE, Order.ONE), 2, 1, 0, 0, 0, OF_DATABASE);

    private static final World ONE_STORM = new World("one order, all faults", List.of(Order.ONE), 1, 0, 0, 0, 0, ALL);

    private static final World ADDED_STORM =
            new World("a unit is added, all faults", List.of(Order.ONE), 0, 0, 1, 0, 0, ALL);

    /** Without the fault that brings most states, which the worlds of one order have. */
    private static final World STORM = new World(
            "mixed orders, all faults but that Redis goes back",
            List.of(Order.MIXED, Order.ONE),
            1,
            0,
            0,
            0,
            0,
            EnumSet.complementOf(EnumSet.of(Fault.REDIS_GOES_BACK)));

    private static final World STORM_LARGE =
            new World("mixed orders, all faults", List.of(Order.MIXED, Order.ONE), 1, 0, 0, 0, 0, ALL);

    private static final World MARKS =
            new World("marks of two ticks, two writers", List.of(Order.ONE), 0, 0, 1, 2, 2, Set.of());

    private static final World MARKS_STORM =
            new World("marks of one tick, one writer, all faults", List.of(Order.ONE), 0, 0, 1, 1, 1, ALL);

    private static final World MARKS_LARGE =
            new World("marks of one tick, two writers, all faults", List.of(Order.ONE), 0, 0, 1, 1, 2, ALL);

    private static final World EVERYTHING_LARGE =
            new World("two orders, marks of one tick, all faults", List.of(Order.ONE, Order.ONE), 1, 0, 0, 1, 1, ALL);

    private static final List<World> WORLDS = worlds();

    private static List<World> worlds() {
        List<World> worlds = new ArrayList<>(List.of(MIXED, GREEDY, ONE_STORM, ADDED_STORM, STORM, MARKS, MARKS_STORM));
        if ("large".equals(System.getProperty("holdfast.model"))) {
            worlds.add(STORM_LARGE);
            worlds.add(MARKS_LARGE);
            worlds.add(EVERYTHING_LARGE);
        }
        return worlds;
    }

    /** A part, where it is missed, and what breaks without it, the story that is told first. */
    private record Needed(Part part, World world, List<String> breaks) {
        Needed(Part part, World world, Object... breaks) {
            this(part, world, Stream.of(breaks).map(Object::toString).toList());
        }

        @Override
        public String toString() {
            return part + ", or " + breaks + " breaks";
        }
    }

    private static final List<Needed> NEEDED = List.of(
            new Needed(Part.DATABASE_GUARDS_THE_ROW, ADDED_STORM, NEVER_OVERSOLD),
            // The rule rests on these four alone, whatever stands in Redis.
            new Needed(Part.GATE_REFUSAL_IS_LOOKED_UP, MIXED, NO_FALSE_REFUSAL_BY_GATE),
            new Needed(Part.LOOK_UP_READS_NOW, MIXED, NO_FALSE_REFUSAL_BY_GATE),
            new Needed(Part.FAILED_LOOK_UP_IS_NOT_FINAL, MIXED, NO_FALSE_REFUSAL_BY_GATE),
            new Needed(Part.NO_ANSWER_IS_NO_REFUSAL, ONE_STORM, NO_FALSE_REFUSAL_BY_GATE),
            // Without these, free is wrong though nothing befell Redis, until the keeper's next load.
            new Needed(Part.NOT_SHORT_TAKES_BY_FORCE, MIXED, FREE_IS_EXACT),
            new Needed(Part.FORCE_DOES_NOT_CLAMP, MIXED, FREE_IS_EXACT),
            new Needed(Part.TAKE_IS_KEYED, MIXED, FREE_IS_EXACT),
            new Needed(Part.REFUSED_TRY_GIVES_BACK, MIXED, FREE_IS_EXACT),
            new Needed(Part.THROWN_TRY_GIVES_BACK, MIXED, FREE_IS_EXACT),
            new Needed(Part.TRIED_AGAIN_GIVES_NOTHING_BACK, MIXED, FREE_IS_EXACT),
            new Needed(Part.UNCERTAIN_TRY_GIVES_NOTHING_BACK, MIXED, FREE_IS_EXACT),
            new Needed(Part.CANCEL_GIVES_BACK, MIXED, FREE_IS_EXACT),
            new Needed(Part.GIVE_BACK_ON_THE_EDGE, MIXED, FREE_IS_EXACT),
            new Needed(Part.CONFIRM_SETTLES, MIXED, FREE_IS_EXACT),
            // These make a load that meets living traffic leave free as right as it was.
            new Needed(Part.KEEPER_LOCKS_THE_ROW, MIXED, FREE_IS_EXACT),
            new Needed(Part.LATE_LOAD_IS_REFUSED, MIXED, FREE_IS_EXACT),
            new Needed(Part.LOAD_SUBTRACTS_UNKNOWN_HOLDERS, MIXED, FREE_IS_EXACT),
            new Needed(Part.LOAD_COUNTS_TRIED_UNITS_ONCE, MIXED, FREE_IS_EXACT),
            new Needed(Part.LOAD_DOES_NOT_CLAMP, MIXED, FREE_IS_EXACT),
            new Needed(Part.HOLDERS_ARE_NOT_FORGOTTEN_EARLY, MIXED, FREE_IS_EXACT),
            // These repair what crashes and Redis' faults leave.
            new Needed(Part.KEEPER_LOADS, ONE_STORM, EVERYTHING_SETTLES),
            new Needed(Part.UNKNOWN_HOLDERS_ARE_FORGOTTEN, ONE_STORM, EVERYTHING_SETTLES),
            new Needed(Part.MARK_NEEDS_THE_DATABASE, MARKS, NO_FALSE_REFUSAL_BY_MARK),
            new Needed(Part.TIME_IS_READ_BEFORE_THE_DATABASE, MARKS, NO_FALSE_REFUSAL_BY_MARK),
            new Needed(Part.MARK_HAS_AN_END, MARKS, NO_FALSE_REFUSAL_BY_MARK, EVERYTHING_SETTLES),
            new Needed(Part.END_COUNTS_FROM_THE_TIME_READ, MARKS, NO_FALSE_REFUSAL_BY_MARK),
            new Needed(Part.RENEWAL_READS_AGAIN, MARKS, NO_FALSE_REFUSAL_BY_MARK),
            new Needed(Part.REST_COUNTS_FROM_ASKING, MARKS, NO_FALSE_REFUSAL_BY_MARK),
            new Needed(Part.HEARING_EXTENDS_NOTHING, MARKS, NO_FALSE_REFUSAL_BY_MARK));

    /** Breaks nothing when dropped: without it, units that came back are refused for the rest of a lease. */
    private static final Part ONLY_FOR_SPEED = Part.RETURN_DELETES_THE_MARK;

    /** Several tests ask for the same ones. */
    private static final Map<List<Object>, Finding> FINDINGS = new HashMap<>();

    private static Finding explore(World world, Set<Part> dropped) {
        return FINDINGS.computeIfAbsent(
                List.of(world, dropped), key -> Explorer.explore(new GateProtocol(world, dropped)));
    }

    @ParameterizedTest
    @FieldSource("WORLDS")
    void with_all_parts_nothing_breaks_and_everything_finds_its_end(World world) {
        long begun = System.nanoTime();
        Finding finding = explore(world, Set.of());
        System.out.printf(
                "%s: %s, %d ms%n", world, finding.story(EVERYTHING_SETTLES), (System.nanoTime() - begun) / 1_000_000);
        assertThat(finding.broken()).isEmpty();
    }

    /** What never happens is not checked. */
    @Test
    void everything_happens_somewhere() {
        Finding orders = explore(GREEDY, Set.of());
        assertThat(orders.idle()).allMatch(action -> action.endsWith("has no answer of the gate in time"));
        assertThat(explore(ONE_STORM, Set.of()).idle()).isEmpty();
        assertThat(explore(MARKS_STORM, Set.of()).idle()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NEEDED")
    void each_part_is_needed(Needed needed) {
        Finding finding = explore(needed.world, EnumSet.of(needed.part));
        String story = finding.story(needed.breaks.get(0));
        System.out.println("without " + needed.part + ", " + needed.world + ": " + story);
        assertThat(finding.broken().keySet()).as(story).isEqualTo(new TreeSet<>(needed.breaks));
    }

    @Test
    void the_rule_needs_nothing_of_what_keeps_free_exact() {
        Set<Part> ofFree = NEEDED.stream()
                .filter(needed -> needed.breaks.contains(FREE_IS_EXACT.name()))
                .map(Needed::part)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
        // Without an edge, what is repeated adds units for ever.
        ofFree.remove(Part.GIVE_BACK_ON_THE_EDGE);
        ofFree.remove(Part.TAKE_IS_KEYED);
        assertThat(explore(ADDED_STORM, ofFree).broken()).doesNotContainKey(NO_FALSE_REFUSAL_BY_GATE.name());
        assertThat(explore(ONE_STORM, ofFree).broken()).doesNotContainKey(NO_FALSE_REFUSAL_BY_GATE.name());
    }

    @Test
    void deleting_a_mark_on_return_is_only_for_speed() {
        assertThat(explore(MARKS, EnumSet.of(ONLY_FOR_SPEED)).broken()).isEmpty();
        assertThat(explore(MARKS_STORM, EnumSet.of(ONLY_FOR_SPEED)).broken()).isEmpty();
    }

    @Test
    void every_part_is_accounted_for() {
        Set<Part> parts = EnumSet.of(ONLY_FOR_SPEED);
        parts.addAll(NEEDED.stream().map(Needed::part).collect(Collectors.toSet()));
        assertThat(parts).containsExactlyInAnyOrder(Part.values());
    }
}
