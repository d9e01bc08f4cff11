package dev.holdfast.stock.reconciler;

import java.time.Instant;
import java.util.List;

/**
 * What one round found.
 *
 * @param stockRows that were compared
 * @param gateCompared false if Redis did not answer, or the gate is switched off
 * @param found how many did not agree in both samples; of them no more than {@value #MOST_TOLD} are told
 * @param forAPerson what disagrees within the database: nothing is done about it
 * @param inTheGate what the gate had wrong
 * @param repaired what was set right of that; nothing in a dry run
 */
record Report(
        Instant at,
        boolean dryRun,
        long stockRows,
        boolean gateCompared,
        int found,
        List<Finding> forAPerson,
        List<Finding> inTheGate,
        List<Repair> repaired) {
    static final int MOST_TOLD = 500;
}
