package dev.holdfast.proof.explorer;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What must not break.
 *
 * @param ofSteps whether it is about steps, not about states: only then it sees every step, else the first to each state
 * @param holds is told the states before and after a step
 */
public record Invariant<S>(String name, boolean ofSteps, BiPredicate<S, S> holds) {
    public static <S> Invariant<S> ofStates(String name, Predicate<S> holds) {
        return new Invariant<>(name, false, (before, after) -> holds.test(after));
    }

    public static <S> Invariant<S> ofSteps(String name, BiPredicate<S, S> holds) {
        return new Invariant<>(name, true, holds);
    }
}
