package dev.holdfast.proof.faults;

import java.time.Duration;

/** What is wrong with a wire. */
sealed interface Trouble {
    Trouble NONE = new None();

    /** Nothing is. */
    record None() implements Trouble {
        @Override
        public String toString() {
            return "healed";
        }
    }

    /** Whatever goes over it arrives later, both ways. */
    record Delay(Duration each) implements Trouble {
        @Override
        public Duration delay() {
            return each;
        }

        @Override
        public String toString() {
            return each.toMillis() + " ms late";
        }
    }

    /** Connections stand, and nothing arrives. */
    record Drop() implements Trouble {
        @Override
        public boolean loses(Direction direction) {
            return true;
        }

        @Override
        public String toString() {
            return "everything lost";
        }
    }

    /** Every connection is torn down, and so is every new one. */
    record Reset() implements Trouble {
        @Override
        public String toString() {
            return "reset";
        }
    }

    /** The far end has forgotten every connection, the near end believes in it; new ones are taken by nobody. */
    record HalfOpen() implements Trouble {
        @Override
        public boolean loses(Direction direction) {
            return true;
        }

        @Override
        public String toString() {
            return "half-open";
        }
    }

    /** What goes this way is lost; the other way works. */
    record OneWay(Direction lost) implements Trouble {
        @Override
        public boolean loses(Direction direction) {
            return direction == lost;
        }

        @Override
        public String toString() {
            return lost.cargo() + " lost";
        }
    }

    default Duration delay() {
        return Duration.ZERO;
    }

    default boolean loses(Direction direction) {
        return false;
    }
}
