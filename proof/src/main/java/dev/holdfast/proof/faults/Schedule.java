package dev.holdfast.proof.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What goes wrong and when: a function of the seed and the minutes, and of nothing else. The faults are dealt from a deck
 * in which each stands, shuffled anew when it is empty, so that a long run leaves none out.
 */
record Schedule(List<Strike> strikes) {
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final int CARDS_OF_A_PROCESS_FAULT = 2;

    /** More than of others: nobody but the resolver finishes what it leaves. */
    private static final int CARDS_OF_A_WIPE = 4;

    /** @param at since the buyers began */
    record Strike(Duration at, Fault fault) {
        @Override
        public String toString() {
            return "%s s: %s, %s s"
                    .formatted(at.toSeconds(), fault, fault.lasting().toSeconds());
        }
    }

    Schedule {
        strikes = List.copyOf(strikes);
    }

    static Schedule of(long seed, int minutes) {
        if (minutes < 1) {
            throw new IllegalArgumentException("a run takes a minute or more, not " + minutes);
        }
        Random random = new Random(seed);
        Deque<Function<Random, Fault>> deck = new ArrayDeque<>();
        List<Strike> strikes = new ArrayList<>();
        Duration end = Duration.ofMinutes(minutes);
        for (Duration at = LEAD; at.compareTo(end) < 0; at = at.plus(pause(random))) {
            if (deck.isEmpty()) {
                deck.addAll(shuffled(random));
            }
            strikes.add(new Strike(at, deck.pop().apply(random)));
        }
        return new Schedule(strikes);
    }

    private static Duration pause(Random random) {
        return Duration.ofMillis(4_000 + random.nextInt(8_000));
    }

    /** Mostly seconds; now and then longer than a global transaction may take. */
    private static Duration lasting(Random random) {
        return random.nextInt(10) == 0
                ? Duration.ofMillis(15_000 + random.nextInt(15_000))
                : Duration.ofMillis(1_000 + random.nextInt(7_000));
    }

    private static List<Function<Random, Fault>> shuffled(Random random) {
        List<Function<Random, Fault>> deck = new ArrayList<>();
        for (Part part : Part.values()) {
            for (int i = 0; i < CARDS_OF_A_PROCESS_FAULT; i++) {
                deck.add(dice -> new Fault.Kill(part, lasting(dice)));
                deck.add(dice -> new Fault.Stop(part, lasting(dice)));
                deck.add(dice -> new Fault.Freeze(part, lasting(dice)));
            }
        }
        for (int i = 0; i < CARDS_OF_A_WIPE; i++) {
            deck.add(dice -> new Fault.Wipe(lasting(dice)));
        }
        for (Wire wire : Wire.values()) {
            deck.add(dice ->
                    new Fault.Cut(wire, new Trouble.Delay(Duration.ofMillis(50 + dice.nextInt(1_500))), lasting(dice)));
            for (Trouble trouble : List.of(
                    new Trouble.Drop(),
                    new Trouble.Reset(),
                    new Trouble.HalfOpen(),
                    new Trouble.OneWay(Direction.FORTH),
                    new Trouble.OneWay(Direction.BACK))) {
                deck.add(dice -> new Fault.Cut(wire, trouble, lasting(dice)));
            }
        }
        Collections.shuffle(deck, random);
        return deck;
    }
}
