package dev.holdfast.order.recovery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import dev.holdfast.lifecycle.PeriodicJob;
import dev.holdfast.order.ledger.OpenOrder;
import dev.holdfast.order.ledger.OpenOrders;
import dev.holdfast.order.recovery.BackOff.Kind;
import dev.holdfast.order.recovery.BackOff.Subject;
import dev.holdfast.order.tcc.OrderTransaction;
import dev.holdfast.order.tcc.SeataStatus;
import dev.holdfast.order.tcc.SeataStatus.Said;
import dev.holdfast.stockapi.HeldReservation;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.StockUnansweredException;
import dev.holdfast.stockapi.StockUnreachableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Settles what Seata no longer will, by three rules: an old order that is NEW is rejected; an old one that is TRIED goes as
 * the cell of its reservation answers to a Cancel, if Seata is not at it; every old TRIED reservation is cancelled likewise,
 * whatever its order says, for ever. One instance at a time, to save work: two at once do no harm.
 */
@Component
@ConditionalOnProperty(name = "holdfast.recovery.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RecoverySettings.class)
public class Resolver implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    private static final String LOCK = "recovery";

    /** How long a round that is under way may take to end when the app stops. */
    private static final Duration LONGEST_FINISH = Duration.ofSeconds(3);

    private final OpenOrders orders;
    private final StockClient stock;
    private final SeataStatus seata;
    private final Settling settling;
    private final RecoveryLog log;
    private final RecoverySettings settings;
    private final LockingTaskExecutor oneAtATime;
    private final Counter failures;
    private final BackOff backOff;
    private final Walk<OpenOrder> neverTried;
    private final Walk<OpenOrder> tried;
    private final Walk<HeldReservation> held;
    private volatile PeriodicJob job;

    Resolver(
            OpenOrders orders,
            StockClient stock,
            SeataStatus seata,
            Settling settling,
            RecoveryLog log,
            RecoverySettings settings,
            OrderTransaction transaction,
            LockProvider locks,
            MeterRegistry meters) {
        settings.mustOutlast(transaction.timeout());
        this.orders = orders;
        this.stock = stock;
        this.seata = seata;
        this.settling = settling;
        this.log = log;
        this.settings = settings;
        this.oneAtATime = new DefaultLockingTaskExecutor(locks);
        this.failures = Counter.builder("holdfast.recovery.failures")
                .description("rounds of the resolver that did not come to their end")
                .register(meters);
        this.backOff = new BackOff(settings.backOff(), settings.longestBackOff(), System::nanoTime);
        Duration age = settings.oldEnough();
        Function<OpenOrder, Place> place = order -> new Place(order.changedAt(), order.orderNo());
        this.neverTried = new Walk<>(
                (from, limit) -> orders.neverTried(age, from.time(), from.id(), limit), place, settings.batch());
        this.tried =
                new Walk<>((from, limit) -> orders.tried(age, from.time(), from.id(), limit), place, settings.batch());
        this.held = new Walk<>(
                (from, limit) -> stock.triedFor(age, from.time(), from.id(), limit),
                one -> new Place(one.updatedAt(), one.reservationId()),
                settings.batch());
    }

    @Override
    public void start() {
        PeriodicJob started = new PeriodicJob("resolver", settings.period(), this::roundIfFree);
        job = started;
        started.start(settings.period());
    }

    private void roundIfFree() {
        try {
            // By the database's clock. A round ends before the lock does, unless it is stuck: then another may begin.
            oneAtATime.executeWithLock(
                    (Runnable) this::round,
                    new LockConfiguration(
                            Instant.now(),
                            LOCK,
                            settings.period().multipliedBy(10),
                            settings.period().multipliedBy(9).dividedBy(10)));
        } catch (RuntimeException e) {
            failed(e);
        } catch (Error e) {
            failures.increment();
            throw e;
        }
    }

    private void failed(Throwable e) {
        failures.increment();
        LOG.warn("a round of the resolver failed, the next one comes: {}", e.toString());
    }

    private void round() {
        Round round = new Round();
        round.pass(neverTried, round::reject);
        round.pass(
                tried,
                page -> round.settle(
                        Kind.TRIED_ORDER,
                        Doing.ruleTwo(),
                        byXid(page, OpenOrder::xid, OpenOrder::orderNo),
                        round.removed(page)));
        round.pass(
                held,
                page -> round.settle(
                        Kind.RESERVATION,
                        Doing.ruleThree(),
                        byXid(page, HeldReservation::xid, HeldReservation::reservationId),
                        Set.of()));
    }

    private static <T> Map<String, List<String>> byXid(List<T> page, Function<T, String> xid, Function<T, String> id) {
        return page.stream().collect(groupingBy(xid, LinkedHashMap::new, mapping(id, toList())));
    }

    private final class Round {
        /** How often in a row nothing may come of it before the rest is left to the next round. */
        private static final int PATIENCE = 3;

        private final Inquiry inquiry = new Inquiry(seata);
        private int stockUnanswered;
        private long end;

        /** The three share a round's time: none starves the others. */
        <T> void pass(Walk<T> walk, Consumer<List<T>> work) {
            end = System.nanoTime() + settings.period().multipliedBy(2).toNanos();
            try {
                walk.on(this::goesOn, work);
            } catch (RuntimeException | Error e) {
                // An Error as well: what throws it under one rule must not keep the other two from their turn.
                failed(e);
            }
        }

        private boolean goesOn() {
            return !stopped() && System.nanoTime() - end < 0 && !inquiry.away() && stockUnanswered < PATIENCE;
        }

        void reject(List<OpenOrder> page) {
            List<String> ready = page.stream()
                    .map(OpenOrder::orderNo)
                    .filter(orderNo -> backOff.ready(Subject.newOrder(orderNo)))
                    .toList();
            together(ready, Subject::newOrder, some -> {
                int rejected = settling.reject(some, Doing.ruleOne()).size();
                if (rejected > 0) {
                    LOG.info("rule-1: {} orders that stayed NEW are rejected, the first is {}", rejected, some.get(0));
                }
            });
        }

        /** Those of them that no reservation tells of any more; none if that cannot be known: their Cancel tells as well. */
        Set<String> removed(List<OpenOrder> page) {
            List<String> ready = page.stream()
                    .filter(order -> backOff.ready(new Subject(Kind.TRIED_ORDER, order.orderNo(), order.xid())))
                    .map(OpenOrder::orderNo)
                    .toList();
            try {
                return ready.isEmpty() ? Set.of() : settling.removed(ready);
            } catch (RuntimeException e) {
                LOG.debug("which reservations of {} are removed is not known: {}", ready, e.toString());
                return Set.of();
            }
        }

        void settle(Kind kind, Doing rule, Map<String, List<String>> idsByXid, Set<String> removed) {
            idsByXid.forEach((xid, ids) -> {
                Function<String, Subject> subject = id -> new Subject(kind, id, xid);
                Subject transaction = Subject.transaction(xid);
                List<String> ready = ids.stream()
                        .filter(id -> backOff.ready(subject.apply(id)))
                        .toList();
                if (ready.isEmpty() || !backOff.ready(transaction) || !goesOn()) {
                    return;
                }
                Said said = inquiry.of(xid);
                if (!said.over()) {
                    backOff.add(transaction);
                    leave(ready, said.answered() ? Left.SEATA_UNFINISHED : Left.SEATA_UNANSWERED, said.status());
                    return;
                }
                backOff.forget(transaction);
                Map<Boolean, List<String>> isRemoved = ready.stream().collect(partitioningBy(removed::contains));
                rest(isRemoved.get(true), subject, Left.RESERVATION_REMOVED, "xid " + xid);
                together(isRemoved.get(false), subject, some -> cancel(xid, some, subject, rule));
            });
        }

        private void cancel(String xid, List<String> ids, Function<String, Subject> subject, Doing rule) {
            Map<String, Verdict> verdicts;
            try {
                verdicts = settling.cancel(xid, ids, logged(subject.apply(ids.get(0))), rule);
                stockUnanswered = 0;
            } catch (StockUnreachableException | StockUnansweredException e) {
                stockUnanswered++;
                rest(ids, subject, Left.STOCK_UNANSWERED, e.toString());
                return;
            }
            verdicts.forEach((id, verdict) -> {
                if (verdict instanceof Verdict.Open open) {
                    rest(List.of(id), subject, open.why(), "xid " + xid);
                } else {
                    backOff.forget(subject.apply(id));
                }
            });
            LOG.info("{}: of transaction {} {}", rule.act(), xid, verdicts);
        }

        /** The word that recovery_log has for it. */
        private static String logged(Subject subject) {
            return subject.kind() == Kind.RESERVATION ? RecoveryLog.RESERVATION : RecoveryLog.ORDER;
        }

        /** All at once; if that fails, each alone, so that it is known whose fault it is and the others are settled. */
        private void together(List<String> ids, Function<String, Subject> subject, Consumer<List<String>> work) {
            try {
                if (!ids.isEmpty()) {
                    work.accept(ids);
                }
            } catch (RuntimeException | Error e) {
                LOG.debug("{} cannot be settled together, now one by one: {}", ids.size(), e.toString());
                int failed = 0;
                for (String id : ids) {
                    // Also when the time is over: else those who take all of it would always be met first.
                    if (!goesOn() && (failed >= PATIENCE || stopped() || stockUnanswered >= PATIENCE)) {
                        return;
                    }
                    failed += alone(id, subject, work) ? 0 : 1;
                }
            }
        }

        private boolean alone(String id, Function<String, Subject> subject, Consumer<List<String>> work) {
            try {
                work.accept(List.of(id));
                return true;
            } catch (RuntimeException | Error e) {
                rest(List.of(id), subject, Left.FAILED, e.toString());
                return false;
            }
        }

        private void rest(List<String> ids, Function<String, Subject> subject, Left why, String detail) {
            List<String> first = ids.stream()
                    .filter(id -> backOff.add(subject.apply(id)) == 1)
                    .toList();
            if (!first.isEmpty()) {
                LOG.warn("left open for now, {}: {} ({})", why.word(), first, detail);
            }
            leave(ids, why, detail);
        }

        private void leave(List<String> ids, Left why, String detail) {
            ids.forEach(id -> log.leftOpen(why));
            LOG.debug("left open, {}: {} ({})", why.word(), ids, detail);
        }
    }

    private boolean stopped() {
        return job == null;
    }

    @Override
    public void stop() {
        PeriodicJob running = job;
        job = null;
        // What it is at may end: it is short, and safe at every point if it does not.
        running.finish(LONGEST_FINISH);
    }

    @Override
    public boolean isRunning() {
        return !stopped();
    }
}
