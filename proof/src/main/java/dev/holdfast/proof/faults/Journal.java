package dev.holdfast.proof.faults;

import dev.holdfast.proof.faults.Schedule.Strike;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What happened, and how buyers were answered meanwhile; told to the person who waits as it comes. */
final class Journal {
    /** A fault that was. @param over when its victim worked again */
    record Happening(Strike strike, Duration struck, Duration over) {}

    /** A time without an answer to anybody. */
    record Gap(Duration from, Duration to) {
        static final Gap NONE = new Gap(Duration.ZERO, Duration.ZERO);

        Duration length() {
            return to.minus(from);
        }
    }

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final List<Happening> happenings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private long opened;
    private Duration lastServed = Duration.ZERO;
    private Gap longest = Gap.NONE;
    private Duration left;

    Journal(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.opened = nanoTime.getAsLong();
    }

    /** The clock starts: the buyers are let in. */
    synchronized void open() {
        opened = nanoTime.getAsLong();
        lastServed = Duration.ZERO;
    }

    synchronized Duration now() {
        return Duration.ofNanos(nanoTime.getAsLong() - opened);
    }

    synchronized void answered(Told told) {
        answers.merge(told.label(), 1L, Long::sum);
        if (told.served() && left == null) {
            served();
        }
    }

    /** The buyers have left: nobody waits for an answer from now on. */
    synchronized void left() {
        served();
        left = now();
    }

    private void served() {
        Duration now = now();
        Gap gap = new Gap(lastServed, now);
        if (gap.length().compareTo(longest.length()) > 0) {
            longest = gap;
        }
        lastServed = now;
    }

    synchronized Duration lastServed() {
        return lastServed;
    }

    synchronized void happened(Strike strike, Duration struck, Duration over) {
        happenings.add(new Happening(strike, struck, over));
        say("%8s  %-44s good again after %s".formatted(text(struck), strike.fault(), text(over.minus(struck))));
    }

    synchronized void note(String what) {
        String line = text(now()) + "  " + what;
        notes.add(line);
        say("          " + what);
    }

    void say(String line) {
        out.println(line);
    }

    synchronized List<Happening> happenings() {
        return List.copyOf(happenings);
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    synchronized Map<String, Long> answers() {
        return new TreeMap<>(answers);
    }

    synchronized Gap longestGap() {
        return longest;
    }

    static String text(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
