package dev.holdfast.stack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells the person who waits, one line per server. */
record Progress(PrintStream out) {

    void ready(Server server, Duration took) {
        out.printf(
                Locale.ROOT,
                "  ready  %-12s %-18s %5.1f s%n",
                server.name(),
                server.address(),
                took.toMillis() / 1000.0);
    }

    void say(String line) {
        out.println(line);
    }
}
