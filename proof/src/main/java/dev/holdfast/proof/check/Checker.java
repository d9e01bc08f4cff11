package dev.holdfast.proof.check;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.redisson.client.RedisException;

/**
 * Reads everything once; and once more, a while later, what may only have been seen in passing. While load goes on it
 * calls nothing broken that is not.
 */
public final class Checker {
    private static final String DATABASE = "database";
    private static final String GATE = "gate";
    private static final String SEATA = "Seata";

    private final CheckSettings settings;
    private final Report report = new Report();

    private Checker(CheckSettings settings) {
        this.settings = settings;
    }

    public static Report check(CheckSettings settings) throws InterruptedException {
        Checker checker = new Checker(settings);
        checker.look();
        return checker.report;
    }

    private void look() throws InterruptedException {
        try (Connection connection = settings.connect();
                Gate gate = gate()) {
            // Before the database: whoever is old and open there had begun by now, and is listed unless Seata lost it.
            Optional<List<Session>> sessions = sessions(connection);
            DatabaseLook first = DatabaseLook.at(
                    connection, settings.schemas(), settings.grace().time());
            report.grace(settings.grace());
            report.notYetDue(first.notYetDue());
            report.at(first.now());
            report.read(first.read());
            report.broken(first.broken());
            GateLook gateLook = gate == null ? null : new GateLook(connection, settings.schemas(), gate);
            GateSuspects suspects = meet(gateLook, gate);
            List<Finding> open = notWorkedOn(first.open(), sessions);
            if (!open.isEmpty() || !suspects.isEmpty()) {
                lookOn(gateLook, suspects, open.isEmpty());
            }
            report.broken(suspects.findings());
            if (!open.isEmpty()) {
                sessions = sessions(connection);
                stillOpen(
                        open,
                        DatabaseLook.at(
                                        connection,
                                        settings.schemas(),
                                        settings.grace().time())
                                .open(),
                        sessions);
            }
            sessions.ifPresent(listed -> note(listed, first));
        } catch (SQLException e) {
            unread(DATABASE, e, Invariant.values());
        }
    }

    /** @return null if there is none, or it cannot be reached */
    private Gate gate() {
        if (settings.gate() == null) {
            report.unknown(Invariant.I4, "the gate was not looked at");
            return null;
        }
        try {
            return new Gate(settings.gate());
        } catch (RedisException e) {
            unread(GATE, e, Invariant.I4, Invariant.I6);
            return null;
        }
    }

    private void unread(String ledger, Exception why, Invariant... unknown) {
        report.unread(ledger, why);
        for (Invariant each : unknown) {
            report.unknown(each, ledger + " could not be read");
        }
    }

    /** @return empty if Seata is not to be asked, or does not answer */
    private Optional<List<Session>> sessions(Connection connection) throws InterruptedException {
        if (settings.seata() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Sessions.of(settings.seata(), connection).all());
        } catch (IOException | SQLException e) {
            report.unread(SEATA, e);
            return Optional.empty();
        }
    }

    private GateSuspects meet(GateLook look, Gate gate) throws SQLException {
        GateSuspects suspects = new GateSuspects(settings.grace().time());
        if (look == null) {
            return suspects;
        }
        try {
            List<String> rows = gate.rows();
            report.read("gate rows", rows.size());
            for (String row : rows) {
                Optional<GateSample> sample = look.sample(row);
                sample.ifPresentOrElse(
                        suspects::meet,
                        () -> report.note("a gate row that moved whenever it was looked at", Map.of("row", row)));
            }
        } catch (RedisException e) {
            unread(GATE, e, Invariant.I4, Invariant.I6);
        }
        return suspects;
    }

    /** Lets the patience pass, looking at the gate's suspects meanwhile; less if nothing else is waited for. */
    private void lookOn(GateLook look, GateSuspects suspects, boolean onlyTheGate)
            throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        long pause = Math.max(settings.patience().toMillis() / 10, 1);
        for (boolean over = false; !over && !(onlyTheGate && suspects.isEmpty()); ) {
            Thread.sleep(pause);
            over = System.nanoTime() - begun >= settings.patience().toNanos();
            try {
                for (String row : suspects.rows()) {
                    look.sample(row).ifPresent(suspects::meetAgain);
                }
            } catch (RedisException e) {
                unread(GATE, e, Invariant.I4, Invariant.I6);
            }
        }
    }

    private static List<Finding> notWorkedOn(List<Finding> open, Optional<List<Session>> sessions) {
        Set<String> working = working(sessions.orElse(List.of()));
        return open.stream()
                .filter(finding -> !working.contains(finding.row().get("xid")))
                .toList();
    }

    private static Set<String> working(List<Session> sessions) {
        return sessions.stream().filter(Session::isOpen).map(Session::xid).collect(Collectors.toSet());
    }

    /** Broken is what both looks have found as it was. */
    private void stillOpen(List<Finding> first, List<Finding> second, Optional<List<Session>> sessions) {
        Set<Finding> left = new HashSet<>(notWorkedOn(second, sessions));
        List<Finding> both = new ArrayList<>(first);
        both.removeIf(finding -> !left.contains(finding));
        if (settings.seata() == null || sessions.isPresent()) {
            report.broken(both);
            return;
        }
        for (Finding finding : both) {
            report.note(finding.what() + ", and Seata cannot be asked whether it works on it", finding.row());
            report.unknown(finding.invariant(), "something is open, and Seata could not be asked about it");
        }
    }

    private void note(List<Session> sessions, DatabaseLook look) {
        report.read("Seata sessions", sessions.size());
        report.working(working(sessions));
        Duration grace = settings.grace().time();
        for (Session session : sessions) {
            Map<String, String> row = new LinkedHashMap<>(session.row());
            if (session.isGivenUp()) {
                report.note("a global transaction that Seata has given up", row);
            } else if (session.isOpen() && session.isOlderThan(grace, look.now())) {
                report.note("a global transaction open for longer than " + Durations.text(grace), row);
            }
        }
    }
}
