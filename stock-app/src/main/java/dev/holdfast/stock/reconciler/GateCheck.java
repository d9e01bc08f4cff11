package dev.holdfast.stock.reconciler;

import dev.holdfast.stock.gate.HotRows;
import dev.holdfast.stock.gate.Turnstiles;
import dev.holdfast.stock.keeper.RowRepair;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The gate's counts against the database. Hot rows are the keeper's, who is quicker; what is found here is what it could
 * not reach, and rows that were left behind in Redis when they were hot no more: those nobody keeps.
 */
@Component
class GateCheck {
    private final Turnstiles turnstiles;
    private final HotRows hotRows;
    private final RowRepair repair;

    GateCheck(Turnstiles turnstiles, HotRows hotRows, RowRepair repair) {
        this.turnstiles = turnstiles;
        this.hotRows = hotRows;
        this.repair = repair;
    }

    /** @throws RuntimeException if Redis does not answer */
    List<Finding> compare() {
        List<Finding> findings = new ArrayList<>();
        for (StockKey row : turnstiles.loaded()) {
            boolean hot = hotRows.contains(row);
            repair.look(row)
                    .filter(count -> !hot || count.free() != count.should())
                    .map(count -> new Finding(hot ? Kind.GATE : Kind.GATE_LEFTOVER, row, count.free(), count.should()))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /**
     * Sets right what was found, as the keeper does: exactly, under the stock row's lock.
     *
     * @return empty if there was nothing to do any more
     * @throws RuntimeException if Redis does not answer, or the row is locked for too long
     */
    Optional<Repair> repair(Finding found) {
        StockKey row = found.row();
        if (hotRows.contains(row)) {
            return repair.load(row)
                    .filter(now -> now.before() != null && now.drift() != 0)
                    .map(now -> repaired(found, now.before(), now.free()));
        }
        repair.unload(row);
        return Optional.of(repaired(found, found.is(), null));
    }

    private static Repair repaired(Finding found, long before, Long after) {
        return new Repair(found.kind(), found.storeId(), found.skuId(), before, after);
    }
}
