package dev.holdfast.stock.reconciler;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One round: a sample, a second one, and what is wrong in both is drift. Redis is set right by the database and each repair
 * is logged there; what disagrees within the database is told, and never touched.
 */
@Component
class Reconciling {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciling.class);

    private static final int MOST_LOGGED = 10;

    private final Books books;
    private final GateCheck gate;
    private final RepairMapper repairs;
    private final Clock clock;
    private final Counter repaired;
    private final AtomicInteger forAPerson = new AtomicInteger();

    Reconciling(Books books, GateCheck gate, RepairMapper repairs, Clock clock, MeterRegistry meters) {
        this.books = books;
        this.gate = gate;
        this.repairs = repairs;
        this.clock = clock;
        this.repaired = Counter.builder("holdfast.reconciler.repairs")
                .description("rows of the gate that the reconciler set right")
                .register(meters);
        Gauge.builder("holdfast.reconciler.findings", forAPerson, AtomicInteger::get)
                .description("what disagreed within the database in the last round; a person must look")
                .register(meters);
    }

    /** How it looks now. @param gateCompared false if Redis did not answer */
    record Sample(long stockRows, boolean gateCompared, List<Finding> findings) {
        /** The same, without what was not there {@code before}. */
        Sample since(Sample before) {
            Set<Finding.Identity> known =
                    before.findings.stream().map(Finding::identity).collect(toSet());
            return new Sample(
                    stockRows,
                    gateCompared && before.gateCompared,
                    findings.stream()
                            .filter(found -> known.contains(found.identity()))
                            .toList());
        }
    }

    Sample sample() {
        Books.Compared compared = books.compare();
        List<Finding> findings = new ArrayList<>(compared.findings());
        try {
            findings.addAll(gate.compare());
            return new Sample(compared.rows(), true, findings);
        } catch (RuntimeException e) {
            LOG.debug("the gate is compared later: {}", e.toString());
            return new Sample(compared.rows(), false, findings);
        }
    }

    /** @param drift what was wrong in both samples */
    Report settle(Sample drift, boolean dryRun) {
        Map<Boolean, List<Finding>> whose = drift.findings().stream()
                .collect(partitioningBy(found -> found.kind().isForAPerson()));
        tell(whose.get(true));
        List<Repair> done = new ArrayList<>();
        if (!dryRun) {
            whose.get(false).forEach(found -> repair(found).ifPresent(done::add));
        }
        return new Report(
                clock.instant(),
                dryRun,
                drift.stockRows(),
                drift.gateCompared(),
                drift.findings().size(),
                told(whose.get(true)),
                told(whose.get(false)),
                done);
    }

    private void tell(List<Finding> findings) {
        forAPerson.set(findings.size());
        findings.stream()
                .limit(MOST_LOGGED)
                .forEach(found -> LOG.error(
                        "a person must look: {} of store {}, SKU {} is {} and should be {}; {} findings in all",
                        found.kind(),
                        found.storeId(),
                        found.skuId(),
                        found.is(),
                        found.should(),
                        findings.size()));
    }

    private Optional<Repair> repair(Finding found) {
        try {
            Optional<Repair> repair = gate.repair(found);
            repair.ifPresent(done -> {
                repaired.increment();
                LOG.warn("set right in the gate: {}", done);
                repairs.log(done);
            });
            return repair;
        } catch (RuntimeException e) {
            LOG.warn("{} is set right later: {}", found, e.toString());
            return Optional.empty();
        }
    }

    private static <T> List<T> told(List<T> all) {
        return all.size() <= Report.MOST_TOLD ? all : List.copyOf(all.subList(0, Report.MOST_TOLD));
    }
}
