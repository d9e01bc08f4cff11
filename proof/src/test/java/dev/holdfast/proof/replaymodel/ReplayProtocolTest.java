package dev.holdfast.proof.replaymodel;

import static dev.holdfast.proof.replaymodel.Fault.COUNT_UNANSWERED;
import static dev.holdfast.proof.replaymodel.Fault.HINT_LOST;
import static dev.holdfast.proof.replaymodel.Fault.REDIS_EMPTIED;
import static dev.holdfast.proof.replaymodel.Fault.REDIS_GOES_BACK;
import static dev.holdfast.proof.replaymodel.Fault.TAKE_UNANSWERED;
import static dev.holdfast.proof.replaymodel.ReplayProtocol.REPLAY_HEARS_ITS_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.explorer.Explorer;
import dev.holdfast.proof.explorer.Finding;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every state is visited. The limits of the protocol are tests as well: should one be closed, its test says so. */
class ReplayProtocolTest {
    /** Redis fails, and hints arrive in time. */
    private static final Set<Fault> REDIS = EnumSet.of(TAKE_UNANSWERED, COUNT_UNANSWERED, REDIS_EMPTIED);

    /** Hints come late or not at all, and takes are answered. */
    private static final Set<Fault> HINTS = EnumSet.of(HINT_LOST, COUNT_UNANSWERED, REDIS_EMPTIED);

    private static final Set<Fault> BOTH = EnumSet.complementOf(EnumSet.of(REDIS_GOES_BACK));

    private static final List<Set<Fault>> HELD_AGAINST = List.of(REDIS, HINTS);

    /** A part, and the faults under which it is missed. */
    private record Needed(Part part, Set<Fault> faults) {}

    private static final List<Needed> NEEDED = List.of(
            new Needed(Part.TAKE_COUNTS, HINTS),
            new Needed(Part.ANSWER_IS_COUNTED, REDIS),
            new Needed(Part.UNCOUNTED_ANSWER_WAITS, REDIS),
            new Needed(Part.NEW_MARK_NEW_SINCE, REDIS),
            new Needed(Part.MARK_IS_ASKED_AFTER_ARRIVAL, REDIS),
            new Needed(Part.VERSION_IS_TOLD_BEFORE_THE_READING, REDIS),
            new Needed(Part.CHANGED_VERSION_READS_AGAIN, REDIS),
            new Needed(Part.READING_COUNTS_FOR_A_LEASE, REDIS));

    /** Not built: see {@link #a_take_without_an_answer_and_a_lost_hint_hide_an_order_for_one_lease}. */
    private static final Part NOT_BUILT = Part.UNCOUNTED_TAKE_IS_TOLD;

    /** Makes it less likely that an order is hidden; it may come too late, so nothing rests on it. */
    private static final Part NO_RULE = Part.UNANSWERED_TAKE_DELETES_THE_MARK;

    private static Finding explore(Set<Fault> faults, Set<Part> dropped) {
        return Explorer.explore(new ReplayProtocol(faults, dropped));
    }

    @ParameterizedTest
    @FieldSource("HELD_AGAINST")
    void a_replay_hears_its_answer(Set<Fault> faults) {
        Finding finding = explore(faults, EnumSet.of(NOT_BUILT));
        System.out.println(faults + ": " + finding.story(REPLAY_HEARS_ITS_ANSWER));
        assertThat(finding.broken()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NEEDED")
    void each_part_is_needed(Needed needed) {
        Finding finding = explore(needed.faults, EnumSet.of(NOT_BUILT, needed.part));
        String story = finding.story(REPLAY_HEARS_ITS_ANSWER);
        System.out.println("without " + needed.part + ", " + needed.faults + ": " + story);
        assertThat(finding.broken()).as(story).containsOnlyKeys(REPLAY_HEARS_ITS_ANSWER);
    }

    @Test
    void a_take_without_an_answer_and_a_lost_hint_hide_an_order_for_one_lease() {
        Finding hidden = explore(EnumSet.of(TAKE_UNANSWERED, HINT_LOST), EnumSet.of(NOT_BUILT));
        System.out.println("a limit: " + hidden.story(REPLAY_HEARS_ITS_ANSWER));
        assertThat(hidden.broken()).containsOnlyKeys(REPLAY_HEARS_ITS_ANSWER);
        assertThat(explore(BOTH, Set.of()).broken()).isEmpty();
    }

    @Test
    void a_redis_that_goes_back_within_one_lease_hides_an_order() {
        Finding hidden = explore(EnumSet.of(REDIS_GOES_BACK), Set.of());
        System.out.println("a limit: " + hidden.story(REPLAY_HEARS_ITS_ANSWER));
        assertThat(hidden.broken()).containsOnlyKeys(REPLAY_HEARS_ITS_ANSWER);
    }

    @Test
    void deleting_the_mark_after_a_take_without_an_answer_is_no_rule() {
        assertThat(explore(REDIS, EnumSet.of(NOT_BUILT, NO_RULE)).broken()).isEmpty();
        assertThat(explore(BOTH, EnumSet.of(NO_RULE)).broken()).isEmpty();
    }

    @Test
    void every_part_is_accounted_for() {
        Set<Part> parts = EnumSet.of(NOT_BUILT, NO_RULE);
        parts.addAll(NEEDED.stream().map(Needed::part).collect(Collectors.toSet()));
        assertThat(parts).containsExactlyInAnyOrder(Part.values());
    }
}
