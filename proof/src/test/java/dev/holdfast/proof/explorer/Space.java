package dev.holdfast.proof.explorer;

import java.util.List;

/** What an {@link Explorer} explores. States are told apart by their bits. */
public interface Space<S> {
    S start();

    long pack(S state);

    S unpack(long bits);

    List<Action<S>> actions();

    List<Invariant<S>> invariants();

    /** Whether nothing is left to be done, and rightly so. */
    boolean isSettled(S state);
}
