package dev.holdfast.proof.bench;

import java.util.ArrayList;
import java.util.List;

/** A load, and the command of the generator that makes it. */
sealed interface Load {

    /** @param run makes the keys of this run differ from those of any other */
    List<String> command(Site site, String run, int seconds);

    /** True: it warms itself up and says when it begins to count. */
    default boolean announces() {
        return false;
    }

    /** How many times it says that a part of it has finished before it is to be interrupted; 0: it ends by itself. */
    default int finishers() {
        return 0;
    }

    /** By when it must have ended. */
    default int atMostSeconds(int seconds) {
        return seconds + 120;
    }

    /** Closed loop: each connection sends its next request when the last is answered. */
    record Wrk(String mode, int connections) implements Load {
        @Override
        public List<String> command(Site site, String run, int seconds) {
            return site.wrk(connections, seconds, mode, run);
        }
    }

    /** Exactly so many requests for one SKU that nobody has bought yet, as fast as they are answered. */
    record Flash(int connections, int requests, int units) implements Load {
        private static final int AT_MOST_SECONDS = 900;

        @Override
        public List<String> command(Site site, String run, int seconds) {
            List<String> command = new ArrayList<>(site.wrk(connections, AT_MOST_SECONDS, "flash", run));
            command.addAll(List.of("" + requests / Site.WRK_THREADS, "" + Shelves.FLASH));
            return command;
        }

        @Override
        public int atMostSeconds(int seconds) {
            return AT_MOST_SECONDS;
        }

        @Override
        public int finishers() {
            return Site.WRK_THREADS;
        }
    }

    /** Open loop: orders for the hot SKU arrive at a constant rate, answered or not. */
    record Open(double perSecond) implements Load {
        @Override
        public List<String> command(Site site, String run, int seconds) {
            return site.gatling(perSecond, seconds, run);
        }

        @Override
        public boolean announces() {
            return true;
        }
    }

    /** No HTTP: the SQL alone. */
    record Sql(int rows, int batch, int connections) implements Load {
        @Override
        public List<String> command(Site site, String run, int seconds) {
            return site.limit(rows, batch, connections, seconds);
        }

        @Override
        public boolean announces() {
            return true;
        }
    }
}
