package dev.holdfast.proof.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.explorer.Explorer;
import dev.holdfast.proof.explorer.Finding;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.Refusal;
import dev.holdfast.tcc.TccAnswer;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernel's table is the one the protocol runs on: whoever changes one of its twelve cells is told what that breaks. */
class ProtocolTableTest {
    /** One cell that answers otherwise. */
    private record Change(TccVerb verb, TccState state, TccAnswer answer) implements Stock.Table {
        @Override
        public TccAnswer on(Cell cell, TccVerb asked, String xid) {
            boolean own = cell.isAbsent() || cell.xid().equals(xid);
            return own && asked == verb && cell.state() == state ? answer : cell.on(asked, xid);
        }

        @Override
        public String toString() {
            return verb + " of " + state + ": " + answer;
        }
    }

    private static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (TccVerb verb : TccVerb.values()) {
            for (TccState state : TccState.values()) {
                answers(verb, state).stream()
                        .filter(answer -> !answer.equals(verb.on(state)))
                        .forEach(answer -> changes.add(new Change(verb, state, answer)));
            }
        }
        return changes;
    }

    private static List<TccAnswer> answers(TccVerb verb, TccState state) {
        List<TccAnswer> answers = new ArrayList<>();
        for (TccState to : TccState.values()) {
            if (to != state) {
                answers.add(new TccAnswer.Move(to));
            }
        }
        answers.add(new TccAnswer.Echo(state));
        boolean refuses = verb.on(state) instanceof TccAnswer.Refuse;
        for (Refusal reason : Refusal.values()) {
            // Only of a refused Cancel it matters to anybody why.
            if (verb == TccVerb.CANCEL || !refuses) {
                answers.add(new TccAnswer.Refuse(reason));
            }
        }
        return answers;
    }

    private static boolean isNoticed(Change change) {
        for (World world : List.of(World.ONE_ORDER, World.NO_ORDER)) {
            Finding finding = Explorer.explore(new Protocol(world, Rules.all(), change));
            // What can no longer happen is no order, or no sale: safe, and of no use.
            if (!finding.broken().isEmpty() || !finding.idle().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_cell_that_answers_otherwise_is_noticed() {
        List<Change> changes = changes();
        assertThat(changes).hasSizeGreaterThan(60);
        assertThat(changes.stream().filter(change -> !isNoticed(change)).map(ProtocolTableTest::why))
                .as("changes that break nothing, for the reason we know")
                .isNotEmpty()
                .doesNotContain("");
    }

    /** Why a change breaks nothing; empty if we know of no reason. */
    private static String why(Change change) {
        boolean no = change.answer instanceof TccAnswer.Refuse;
        return switch (change.verb) {
            case TRY -> switch (change.state) {
                case TRIED, CONFIRMED -> no ? "whoever repeats a Try and is refused rolls back, which is safe" : "";
                case CANCELLED -> change.answer instanceof TccAnswer.Echo
                        ? "Seata registers no further branch under what it rolls back, so the yes leads nowhere"
                        : "";
                case ABSENT -> "";
            };
            case CONFIRM -> change.state == TccState.ABSENT ? "nobody confirms what was never tried" : "";
            case CANCEL -> "";
        };
    }
}
