package dev.holdfast.proof.explorer;

import java.util.function.UnaryOperator;

/**
 * Something that can happen.
 *
 * @param fault whether it is trouble; once no more of it comes, everything must find its end
 * @param effect what is afterwards; the same state if it cannot happen now
 */
public record Action<S>(String name, boolean fault, UnaryOperator<S> effect) {
    public static <S> Action<S> step(String name, UnaryOperator<S> effect) {
        return new Action<>(name, false, effect);
    }

    public static <S> Action<S> fault(String name, UnaryOperator<S> effect) {
        return new Action<>(name, true, effect);
    }
}
