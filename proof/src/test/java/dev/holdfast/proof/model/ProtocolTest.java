package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Explorer.EVERYTHING_SETTLES;
import static dev.holdfast.proof.model.Promises.Promise.CONFIRMED_IS_SOLD;
import static dev.holdfast.proof.model.Promises.Promise.FINAL_STAYS_FINAL;
import static dev.holdfast.proof.model.Promises.Promise.FINISHED_IS_FINISHED;
import static dev.holdfast.proof.model.Promises.Promise.NEVER_OVERSOLD;
import static dev.holdfast.proof.model.Promises.Promise.SEATA_IS_NOT_REFUSED;
import static dev.holdfast.proof.model.Promises.Promise.SOLD_HAS_ITS_ORDER;
import static dev.holdfast.proof.model.Promises.Promise.TRIED_OWNS_ITS_CELL;
import static dev.holdfast.proof.model.World.NO_ORDER;
import static dev.holdfast.proof.model.World.ONE_ORDER;
import static dev.holdfast.proof.model.World.ONE_ORDER_TWO_XIDS;
import static dev.holdfast.proof.model.World.TWO_ORDERS_ONE_XID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.explorer.Explorer;
import dev.holdfast.proof.explorer.Finding;
import dev.holdfast.tcc.Cell;
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
 * Every state is visited that processes dying anywhere, messages lost, late or repeated, a Seata server that forgets, and
 * two resolvers can lead to. What is written here about a rule is all that its absence breaks: of some it is money, of
 * others that somebody waits for ever.
 */
class ProtocolTest {
    private static final List<World> WORLDS = List.of(NO_ORDER, ONE_ORDER, ONE_ORDER_TWO_XIDS, TWO_ORDERS_ONE_XID);

    /** A rule, where it is missed, and what breaks without it, the story that is told first. */
    private record Needed(Rule rule, World world, List<String> breaks) {
        Needed(Rule rule, World world, Object... breaks) {
            this(rule, world, Stream.of(breaks).map(Object::toString).toList());
        }

        @Override
        public String toString() {
            return rule + ", or " + breaks + " breaks";
        }
    }

    private static final List<Needed> NEEDED = List.of(
            new Needed(Rule.STOCK_ROW_IS_GUARDED, ONE_ORDER, NEVER_OVERSOLD),
            // Two transactions share the units of one: whoever of them is cancelled gives back what the other sells.
            new Needed(
                    Rule.CELL_BELONGS_TO_ITS_XID,
                    ONE_ORDER_TWO_XIDS,
                    SEATA_IS_NOT_REFUSED,
                    EVERYTHING_SETTLES,
                    TRIED_OWNS_ITS_CELL),
            // The sweep heals it; until then units are held that Seata has reported given back.
            new Needed(Rule.CANCEL_LEAVES_A_TOMBSTONE, ONE_ORDER, FINISHED_IS_FINISHED),
            new Needed(Rule.ORDER_IS_TRIED_ONLY_IF_NEW, ONE_ORDER, FINAL_STAYS_FINAL, FINISHED_IS_FINISHED),
            new Needed(Rule.ORDER_IS_CANCELLED_ONLY_IF_OPEN, ONE_ORDER, FINAL_STAYS_FINAL, SOLD_HAS_ITS_ORDER),
            // The resolver heals it: the order is suspended as a reservation is without its tombstone.
            new Needed(Rule.ORDER_IS_CANCELLED_IF_NEW, ONE_ORDER, FINISHED_IS_FINISHED),
            new Needed(Rule.ORDER_IS_REJECTED_ONLY_IF_NEW, ONE_ORDER, SOLD_HAS_ITS_ORDER, FINAL_STAYS_FINAL),
            new Needed(
                    Rule.FAILED_TRY_ROLLS_BACK,
                    ONE_ORDER,
                    SEATA_IS_NOT_REFUSED,
                    EVERYTHING_SETTLES,
                    TRIED_OWNS_ITS_CELL),
            // No money is at stake as long as Confirm takes its ids from order rows: see the second lines.
            new Needed(Rule.COMMIT_COMES_AFTER_ORDER_TRY, ONE_ORDER, FINISHED_IS_FINISHED),
            new Needed(Rule.ORDER_IS_CONFIRMED_WITH_STOCKS_YES, ONE_ORDER, CONFIRMED_IS_SOLD),
            // A person has sold what Seata had forgotten, order-app died before the order moved, and a Cancel comes
            // late.
            new Needed(Rule.ORDER_IS_CANCELLED_WITH_STOCKS_YES, ONE_ORDER, SOLD_HAS_ITS_ORDER),
            new Needed(Rule.ANOTHERS_CELL_IS_NOTHING_TO_CANCEL, ONE_ORDER_TWO_XIDS, EVERYTHING_SETTLES),
            new Needed(
                    Rule.CONFIRM_TAKES_IDS_FROM_ORDER_ROWS,
                    TWO_ORDERS_ONE_XID,
                    SOLD_HAS_ITS_ORDER,
                    SEATA_IS_NOT_REFUSED,
                    EVERYTHING_SETTLES),
            // The sweep heals it.
            new Needed(Rule.CANCEL_TAKES_THE_WHOLE_LIST, ONE_ORDER, FINISHED_IS_FINISHED),
            new Needed(Rule.NEW_IS_DECIDED_BY_ITS_ROW, ONE_ORDER, EVERYTHING_SETTLES),
            new Needed(Rule.ZERO_ROWS_LOOK_AGAIN, ONE_ORDER, EVERYTHING_SETTLES),
            new Needed(Rule.TRIED_IS_DECIDED_BY_ITS_CELL, ONE_ORDER, EVERYTHING_SETTLES),
            // The cell keeps the money right. Where Confirm takes the registered list, Seata asks for ever ...
            new Needed(Rule.SEATA_DECIDES_WHILE_IT_REMEMBERS, NO_ORDER, SEATA_IS_NOT_REFUSED, EVERYTHING_SETTLES),
            // ... where it takes ids from order rows, until the order is cancelled too.
            new Needed(Rule.SEATA_DECIDES_WHILE_IT_REMEMBERS, ONE_ORDER, SEATA_IS_NOT_REFUSED),
            new Needed(Rule.FINISHED_DOES_NOT_MEAN_COMMITTED, ONE_ORDER, CONFIRMED_IS_SOLD),
            new Needed(Rule.FINISHED_DOES_NOT_MEAN_ROLLED_BACK, ONE_ORDER, SOLD_HAS_ITS_ORDER),
            new Needed(Rule.STOCK_FIRST_THEN_THE_ORDER, ONE_ORDER, SOLD_HAS_ITS_ORDER),
            new Needed(Rule.NO_ANSWER_SETTLES_NOTHING, ONE_ORDER, SOLD_HAS_ITS_ORDER),
            new Needed(Rule.STATE_READ_EARLIER_SETTLES_NOTHING, ONE_ORDER, SOLD_HAS_ITS_ORDER),
            new Needed(Rule.HELD_IS_SWEPT, ONE_ORDER, EVERYTHING_SETTLES),
            new Needed(Rule.SWEPT_WITH_ITS_OWN_XID, ONE_ORDER, EVERYTHING_SETTLES),
            new Needed(Rule.SWEPT_THOUGH_THE_ORDER_IS_CLOSED, ONE_ORDER, EVERYTHING_SETTLES),
            new Needed(Rule.SWEPT_THOUGH_THE_ORDER_IS_ABSENT, NO_ORDER, EVERYTHING_SETTLES),
            new Needed(Rule.SWEPT_FOR_EVER, ONE_ORDER, EVERYTHING_SETTLES));

    /** A rule that is not missed while {@code firstLine} stands, and what breaks in addition when both are gone. */
    private record SecondLine(Rule rule, Rule firstLine, World world, Promises.Promise breaks) {}

    private static final List<SecondLine> SECOND_LINES = List.of(
            new SecondLine(
                    Rule.ORDER_IS_CONFIRMED_ONLY_IF_TRIED,
                    Rule.STOCK_FIRST_THEN_THE_ORDER,
                    ONE_ORDER,
                    FINAL_STAYS_FINAL),
            new SecondLine(
                    Rule.ORDER_IS_CANCELLED_ONLY_BY_ITS_XID,
                    Rule.CELL_BELONGS_TO_ITS_XID,
                    ONE_ORDER_TWO_XIDS,
                    SOLD_HAS_ITS_ORDER),
            new SecondLine(
                    Rule.COMMIT_COMES_AFTER_ORDER_TRY,
                    Rule.CONFIRM_TAKES_IDS_FROM_ORDER_ROWS,
                    ONE_ORDER,
                    SOLD_HAS_ITS_ORDER));

    /**
     * Held by others: an order that is TRIED under x owns its cell, since its row moves only after stock's yes to x, and a
     * cell never changes its owner. So nobody who asks with the xid of the row, or of the cell, is told of another; and
     * where stock has said yes to x, the row says x. For this, no reservation may be removed before its order is closed.
     */
    private static final Set<Rule> HELD_BY_OTHERS =
            EnumSet.of(Rule.ANOTHERS_ANSWER_SETTLES_NOTHING, Rule.ORDER_IS_CONFIRMED_ONLY_BY_ITS_XID);

    /** Several tests ask for the same ones. */
    private static final Map<List<Object>, Finding> FINDINGS = new HashMap<>();

    private static Finding explore(World world, Set<Rule> dropped) {
        return FINDINGS.computeIfAbsent(
                List.of(world, dropped),
                key -> Explorer.explore(new Protocol(world, Rules.without(dropped), Cell::on)));
    }

    @ParameterizedTest
    @FieldSource("WORLDS")
    void with_all_rules_nothing_breaks_and_everything_finds_its_end(World world) {
        Finding finding = explore(world, Set.of());
        System.out.println(world + ": " + finding.story(EVERYTHING_SETTLES));
        assertThat(finding.broken()).isEmpty();
        assertThat(finding.idle()).as("what never happens is not checked").isEmpty();
    }

    @ParameterizedTest
    @FieldSource("NEEDED")
    void each_rule_is_needed(Needed needed) {
        Finding finding = explore(needed.world, EnumSet.of(needed.rule));
        String story = finding.story(needed.breaks.get(0));
        System.out.println("without " + needed.rule + ", " + needed.world + ": " + story);
        assertThat(finding.broken().keySet()).as(story).isEqualTo(new TreeSet<>(needed.breaks));
    }

    @ParameterizedTest
    @FieldSource("SECOND_LINES")
    void a_second_line_is_missed_once_the_first_is_gone(SecondLine line) {
        Finding first = explore(line.world, EnumSet.of(line.firstLine));
        assertThat(first.broken()).doesNotContainKey(line.breaks.name());
        Finding both = explore(line.world, EnumSet.of(line.firstLine, line.rule));
        System.out.println("without " + line.rule + " and " + line.firstLine + ", " + line.world + ": "
                + both.story(line.breaks.name()));
        assertThat(both.broken()).containsKey(line.breaks.name());
    }

    @Test
    void what_others_hold_is_not_missed_alone() {
        Set<Rule> dropped = EnumSet.copyOf(HELD_BY_OTHERS);
        dropped.add(Rule.ORDER_IS_CONFIRMED_ONLY_IF_TRIED);
        dropped.add(Rule.ORDER_IS_CANCELLED_ONLY_BY_ITS_XID);
        assertThat(explore(ONE_ORDER_TWO_XIDS, dropped).broken()).isEmpty();
        assertThat(explore(TWO_ORDERS_ONE_XID, dropped).broken()).isEmpty();
    }

    @Test
    void every_rule_is_accounted_for() {
        Set<Rule> rules = EnumSet.copyOf(HELD_BY_OTHERS);
        rules.addAll(NEEDED.stream().map(Needed::rule).collect(Collectors.toSet()));
        rules.addAll(SECOND_LINES.stream().map(SecondLine::rule).collect(Collectors.toSet()));
        assertThat(rules).containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void the_sweep_is_needed_though_seata_forgets_nothing_once_transactions_are_shared() {
        Set<Rule> noSweep = EnumSet.of(Rule.HELD_IS_SWEPT);
        assertThat(explore(ONE_ORDER.whereSeataForgetsNothing(), noSweep).broken())
                .isEmpty();
        Finding shared = explore(TWO_ORDERS_ONE_XID.whereSeataForgetsNothing(), noSweep);
        System.out.println("without the sweep, Seata forgets nothing: " + shared.story(EVERYTHING_SETTLES));
        assertThat(shared.broken()).containsOnlyKeys(EVERYTHING_SETTLES);
    }

    @Test
    void an_order_that_is_tried_is_settled_by_a_seata_that_forgets_nothing() {
        Set<Rule> noRule2 = EnumSet.of(Rule.TRIED_IS_DECIDED_BY_ITS_CELL);
        assertThat(explore(TWO_ORDERS_ONE_XID.whereSeataForgetsNothing(), noRule2)
                        .broken())
                .isEmpty();
    }
}
