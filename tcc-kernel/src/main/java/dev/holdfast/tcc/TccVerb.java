package dev.holdfast.tcc;

import static dev.holdfast.tcc.TccState.CANCELLED;
import static dev.holdfast.tcc.TccState.CONFIRMED;
import static dev.holdfast.tcc.TccState.TRIED;

import dev.holdfast.tcc.TccAnswer.Echo;
import dev.holdfast.tcc.TccAnswer.Move;
import dev.holdfast.tcc.TccAnswer.Refuse;

/** The three verbs, each with its row of the table: four moves, four echoes, four refusals. */
public enum TccVerb {
    /** Holds what is wanted. */
    TRY {
        @Override
        public TccAnswer on(TccState state) {
            return switch (state) {
                case ABSENT -> new Move(TRIED);
                case TRIED, CONFIRMED -> new Echo(state);
                    // The cancel overtook this try: holding now would hold for ever (suspension).
                case CANCELLED -> new Refuse(Refusal.ALREADY_CANCELLED);
            };
        }
    },
    /** Takes what was held. */
    CONFIRM {
        @Override
        public TccAnswer on(TccState state) {
            return switch (state) {
                case ABSENT -> new Refuse(Refusal.NOT_TRIED);
                case TRIED -> new Move(CONFIRMED);
                case CONFIRMED -> new Echo(state);
                case CANCELLED -> new Refuse(Refusal.ALREADY_CANCELLED);
            };
        }
    },
    /** Gives back what was held; leaves a tombstone where nothing was (empty rollback). */
    CANCEL {
        @Override
        public TccAnswer on(TccState state) {
            return switch (state) {
                case ABSENT, TRIED -> new Move(CANCELLED);
                case CONFIRMED -> new Refuse(Refusal.ALREADY_CONFIRMED);
                case CANCELLED -> new Echo(state);
            };
        }
    };

    /** What this verb does to an attempt in {@code state}, the owner being the same. */
    public abstract TccAnswer on(TccState state);
}
