package dev.holdfast.tcc;

import static dev.holdfast.tcc.TccState.ABSENT;
import static dev.holdfast.tcc.TccState.CANCELLED;
import static dev.holdfast.tcc.TccState.CONFIRMED;
import static dev.holdfast.tcc.TccState.TRIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.tcc.TccAnswer.Echo;
import dev.holdfast.tcc.TccAnswer.Move;
import dev.holdfast.tcc.TccAnswer.Refuse;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TwelveCellsTest {
    /** The table of the README, typed a second time by hand. */
    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(TccVerb.TRY, ABSENT, new Move(TRIED)),
                Arguments.of(TccVerb.TRY, TRIED, new Echo(TRIED)),
                Arguments.of(TccVerb.TRY, CONFIRMED, new Echo(CONFIRMED)),
                Arguments.of(TccVerb.TRY, CANCELLED, new Refuse(Refusal.ALREADY_CANCELLED)),
                Arguments.of(TccVerb.CONFIRM, ABSENT, new Refuse(Refusal.NOT_TRIED)),
                Arguments.of(TccVerb.CONFIRM, TRIED, new Move(CONFIRMED)),
                Arguments.of(TccVerb.CONFIRM, CONFIRMED, new Echo(CONFIRMED)),
                Arguments.of(TccVerb.CONFIRM, CANCELLED, new Refuse(Refusal.ALREADY_CANCELLED)),
                Arguments.of(TccVerb.CANCEL, ABSENT, new Move(CANCELLED)),
                Arguments.of(TccVerb.CANCEL, TRIED, new Move(CANCELLED)),
                Arguments.of(TccVerb.CANCEL, CONFIRMED, new Refuse(Refusal.ALREADY_CONFIRMED)),
                Arguments.of(TccVerb.CANCEL, CANCELLED, new Echo(CANCELLED)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void each_cell_answers_as_the_table_says(TccVerb verb, TccState state, TccAnswer answer) {
        assertThat(verb.on(state)).isEqualTo(answer);
        assertThat(cell(state, "x1").on(verb, "x1")).isEqualTo(answer);
    }

    @Test
    void there_are_four_moves_four_echoes_four_refusals() {
        Map<Class<?>, Long> kinds = Arrays.stream(TccVerb.values())
                .flatMap(verb -> Arrays.stream(TccState.values()).map(verb::on))
                .collect(Collectors.groupingBy(TccAnswer::getClass, Collectors.counting()));
        assertThat(kinds).isEqualTo(Map.of(Move.class, 4L, Echo.class, 4L, Refuse.class, 4L));
    }

    @ParameterizedTest
    @EnumSource(TccVerb.class)
    void any_verb_of_another_transaction_is_an_id_reused(TccVerb verb) {
        for (TccState state : new TccState[] {TRIED, CONFIRMED, CANCELLED}) {
            assertThat(cell(state, "x1").on(verb, "x2")).isEqualTo(new Refuse(Refusal.ID_REUSED));
        }
    }

    @Test
    void a_cell_has_an_owner_unless_it_is_absent() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cell(TRIED, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cell(ABSENT, "x1"));
    }

    private static Cell cell(TccState state, String xid) {
        return state == ABSENT ? Cell.ABSENT : new Cell(state, xid);
    }
}
