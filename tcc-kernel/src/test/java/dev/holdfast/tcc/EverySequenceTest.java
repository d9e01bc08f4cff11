package dev.holdfast.tcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.tcc.TccAnswer.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Walks every sequence of verbs up to length 6, by one transaction and by two that share an id, over a shelf of units
 * moved only by the table. What must hold is said in units and in what callers were told, not in the table's words.
 */
class EverySequenceTest {
    private static final int LONGEST = 6;

    @Test
    void every_sequence_of_one_transaction_keeps_the_promise() {
        int walked = walk(List.of("x1"));
        assertThat(walked).as("3 + 9 + 27 + 81 + 243 + 729").isEqualTo(1092);
    }

    @Test
    void every_interleaving_of_two_transactions_on_one_id_keeps_the_promise() {
        int walked = walk(List.of("x1", "x2"));
        assertThat(walked).as("6 + 36 + 216 + 1296 + 7776 + 46656").isEqualTo(55986);
    }

    private static int walk(List<String> xids) {
        List<Call> alphabet = new ArrayList<>();
        for (String xid : xids) {
            for (TccVerb verb : TccVerb.values()) {
                alphabet.add(new Call(verb, xid));
            }
        }
        int[] walked = {0};
        extend(alphabet, new ArrayList<>(), sequence -> {
            walked[0]++;
            replay(sequence);
        });
        return walked[0];
    }

    private static void extend(List<Call> alphabet, List<Call> prefix, Consumer<List<Call>> visit) {
        if (prefix.size() == LONGEST) {
            return;
        }
        for (Call call : alphabet) {
            prefix.add(call);
            visit.accept(prefix);
            extend(alphabet, prefix, visit);
            prefix.remove(prefix.size() - 1);
        }
    }

    private static void replay(List<Call> sequence) {
        Shelf shelf = new Shelf();
        for (Call call : sequence) {
            Shelf before = shelf.copy();
            TccAnswer answer = shelf.take(call);
            String story = sequence + " at " + call;
            shelf.assertWhole(story);
            assertOneMoveAtMost(before, shelf, answer, story);
            assertToldTheTruth(shelf, call, answer, story);
        }
    }

    private static void assertOneMoveAtMost(Shelf before, Shelf after, TccAnswer answer, String story) {
        boolean changed = !before.cell.equals(after.cell);
        assertThat(changed).as(story).isEqualTo(answer instanceof Move);
        if (before.cell.state() == TccState.CONFIRMED || before.cell.state() == TccState.CANCELLED) {
            assertThat(changed).as("terminal states never change: " + story).isFalse();
        }
        if (before.cell.xid() != null) {
            assertThat(after.cell.xid())
                    .as("an id never changes its owner: " + story)
                    .isEqualTo(before.cell.xid());
        }
    }

    /** Whoever is told yes can rely on it; whoever is told no has changed nothing and will not be held to it. */
    private static void assertToldTheTruth(Shelf shelf, Call call, TccAnswer answer, String story) {
        boolean yes = !(answer instanceof TccAnswer.Refuse);
        boolean mine = call.xid.equals(shelf.cell.xid());
        switch (call.verb) {
            case TRY -> assertThat(yes).as(story).isEqualTo(mine && shelf.frozen + shelf.sold == Shelf.WANTED);
            case CONFIRM -> assertThat(yes).as(story).isEqualTo(mine && shelf.sold == Shelf.WANTED);
            case CANCEL -> assertThat(yes).as(story).isEqualTo(mine && shelf.available == Shelf.TOTAL);
        }
    }

    private record Call(TccVerb verb, String xid) {
        @Override
        public String toString() {
            return verb + "(" + xid + ")";
        }
    }

    /** One stock row and one reservation of it. */
    private static final class Shelf {
        static final int TOTAL = 5;
        static final int WANTED = 2;
        Cell cell = Cell.ABSENT;
        int available = TOTAL;
        int frozen;
        int sold;

        Shelf copy() {
            Shelf copy = new Shelf();
            copy.cell = cell;
            copy.available = available;
            copy.frozen = frozen;
            copy.sold = sold;
            return copy;
        }

        TccAnswer take(Call call) {
            TccAnswer answer = cell.on(call.verb, call.xid);
            if (answer instanceof Move move) {
                boolean wasHeld = cell.state() == TccState.TRIED;
                cell = new Cell(move.to(), call.xid);
                switch (call.verb) {
                    case TRY -> {
                        available -= WANTED;
                        frozen += WANTED;
                    }
                    case CONFIRM -> {
                        frozen -= WANTED;
                        sold += WANTED;
                    }
                    case CANCEL -> {
                        available += wasHeld ? WANTED : 0;
                        frozen -= wasHeld ? WANTED : 0;
                    }
                }
            }
            return answer;
        }

        void assertWhole(String story) {
            assertThat(available).as(story).isBetween(0, TOTAL);
            assertThat(available + frozen + sold).as(story).isEqualTo(TOTAL);
            assertThat(frozen).as(story).isEqualTo(cell.state() == TccState.TRIED ? WANTED : 0);
            assertThat(sold).as(story).isEqualTo(cell.state() == TccState.CONFIRMED ? WANTED : 0);
        }
    }
}
