package dev.holdfast.stock.reservation;

import dev.holdfast.stock.shelf.Shelf;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Decides about the Tries that the gate refuses. The gate's count may be too low: it counts units for orders that the
 * database then refuses, and Redis may be late or have lost something. So a refusal is final only if the database has fewer
 * units than are asked for, at an instant after the request arrived. One read for all lines of all Tries of a batch that the
 * gate refuses, so that a refusal names every short line, also those that are not hot.
 */
@Component
class RefusalLookup {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLookup.class);

    /** Rows in one SELECT; a longer list costs the parser more than a second statement does. */
    private static final int CHUNK = 500;

    private final Shelf shelf;
    private final Ledger ledger;
    private final Counter shortInDatabase;
    private final Counter enough;
    private final Counter failed;

    RefusalLookup(Shelf shelf, Ledger ledger, MeterRegistry meters) {
        this.shelf = shelf;
        this.ledger = ledger;
        shortInDatabase = result("short", meters);
        enough = result("enough", meters);
        failed = result("failed", meters);
    }

    private static Counter result(String result, MeterRegistry meters) {
        return Counter.builder("holdfast.gate.looked-up")
                .description("Tries refused by the gate, by what the database had for them")
                .tag("result", result)
                .register(meters);
    }

    /** What becomes of a Try that the gate refuses. */
    sealed interface Decision {
        Decision ENOUGH = new GoesOn(true);
        Decision REPEATED = new GoesOn(false);

        /** The database decides. @param byForce the gate is to count its units; false if the id has a reservation */
        record GoesOn(boolean byForce) implements Decision {}

        /** @param outcome Insufficient, or Busy if the database could not be read */
        record Final(Outcome outcome) implements Decision {}
    }

    /** @return one decision for each, in the same order */
    List<Decision> decide(List<Attempt> refused) {
        try {
            List<Decision> decisions = look(refused);
            long goOn = decisions.stream().filter(Decision.ENOUGH::equals).count();
            enough.increment(goOn);
            shortInDatabase.increment(decisions.size() - goOn);
            return decisions;
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("not decided, since the database cannot be read for what the gate refuses: {}", e.toString());
            failed.increment(refused.size());
            return refused.stream()
                    .<Decision>map(each -> new Decision.Final(Outcome.Busy.UNREAD))
                    .toList();
        }
    }

    private List<Decision> look(List<Attempt> refused) {
        Map<StockKey, Long> available = available(refused);
        List<List<Shortage>> shortages =
                refused.stream().map(attempt -> shortages(attempt, available)).toList();
        // After the read of the rows: an id that has a reservation by now repeats a Try and is told what became of the
        // first.
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < refused.size(); i++) {
            if (!shortages.get(i).isEmpty()) {
                ids.add(refused.get(i).id());
            }
        }
        Set<String> known = ids.isEmpty() ? Set.of() : ledger.known(ids);
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < refused.size(); i++) {
            decisions.add(
                    decision(shortages.get(i), known.contains(refused.get(i).id())));
        }
        return decisions;
    }

    private static Decision decision(List<Shortage> shortages, boolean known) {
        if (shortages.isEmpty()) {
            return Decision.ENOUGH;
        }
        return known ? Decision.REPEATED : new Decision.Final(new Outcome.Insufficient(shortages));
    }

    private Map<StockKey, Long> available(List<Attempt> refused) {
        List<StockKey> rows = refused.stream()
                .flatMap(attempt -> attempt.lines().asList().stream())
                .map(Line::stock)
                .distinct()
                .sorted()
                .toList();
        Map<StockKey, Long> available = new HashMap<>();
        for (int i = 0; i < rows.size(); i += CHUNK) {
            available.putAll(shelf.available(rows.subList(i, Math.min(i + CHUNK, rows.size()))));
        }
        return available;
    }

    /** Every line that the database is short of. A row that it does not have is left to the Try, which names it. */
    private static List<Shortage> shortages(Attempt attempt, Map<StockKey, Long> available) {
        List<Shortage> shortages = new ArrayList<>();
        for (Line line : attempt.lines().asList()) {
            Long units = available.get(line.stock());
            if (units != null && units < line.quantity()) {
                shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), units));
            }
        }
        return shortages;
    }
}
