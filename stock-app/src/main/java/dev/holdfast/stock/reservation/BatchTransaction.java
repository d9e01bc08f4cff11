package dev.holdfast.stock.reservation;

import dev.holdfast.stock.LocalTransaction;
import dev.holdfast.stock.LockWait;
import dev.holdfast.stockapi.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;

/**
 * The one local transaction of a batch. If it waits for a row lock in vain it is rolled back, which lets go of every row that
 * it had locked before, and begun again without the requests that need the locked row: these are {@link Outcome.Busy}. So a
 * row that another transaction holds stops the requests that need it and no others, and one transaction at most commits.
 *
 * <p>With batching off a request shares its transaction with no other, so it waits for a row as long as its patience and is
 * busy then; short waits would refuse requests that only queue for a row that many want.
 */
@Component
class BatchTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(BatchTransaction.class);

    /** In the last one a statement waits four times as long as in the first. Together with what is looked for between: 1.2 s. */
    private static final int ROUNDS = 3;

    private final LocalTransaction transaction;
    private final LockWait lockWait;
    private final LockedRows rows;
    private final Duration firstWait;
    private final int rounds;

    BatchTransaction(
            LocalTransaction transaction,
            LockWait lockWait,
            LockedRows rows,
            LockedRowsSettings settings,
            BatchingSettings batching) {
        this.transaction = transaction;
        this.lockWait = lockWait;
        this.rows = rows;
        this.firstWait = batching.enabled() ? settings.firstWait() : settings.patience();
        this.rounds = batching.enabled() ? ROUNDS : 1;
    }

    /** What each of a batch locks, in the same order: stock rows by their keys, reservations by their ids. */
    interface Needs<T> {
        List<Set<Object>> of(List<T> batch);
    }

    /** What is done in the transaction. It may be done more than once. */
    interface Work<T> {
        /** @return one outcome for each, in the same order */
        List<Outcome> in(List<T> batch, TransactionStatus status);
    }

    /** @return one outcome for each, in the same order */
    <T> List<Outcome> run(List<T> batch, Needs<T> needs, Work<T> work) {
        Batch<T> left = new Batch<>(batch, needs, work);
        for (int round = 0; round < rounds && left.leaveOutWhatIsLocked(round > 0); round++) {
            if (left.commit(firstWait.multipliedBy(1L << round))) {
                break;
            }
        }
        left.leaveOutTheRest();
        return List.of(left.outcomes);
    }

    private final class Batch<T> {
        private final List<T> all;
        private final Needs<T> needs;
        private final Work<T> work;
        private final Outcome[] outcomes;

        /** Positions in the batch. */
        private List<Integer> left = new ArrayList<>();

        Batch(List<T> all, Needs<T> needs, Work<T> work) {
            this.all = all;
            this.needs = needs;
            this.work = work;
            outcomes = new Outcome[all.size()];
            for (int i = 0; i < all.size(); i++) {
                left.add(i);
            }
        }

        private List<T> requests() {
            return left.size() == all.size() ? all : left.stream().map(all::get).toList();
        }

        /** @return false if nothing is left */
        boolean leaveOutWhatIsLocked(boolean found) {
            if (rows.areAny()) {
                List<Set<Object>> needed = needs.of(requests());
                List<Integer> others = new ArrayList<>();
                for (int i = 0; i < needed.size(); i++) {
                    Set<Object> locked = rows.among(needed.get(i));
                    if (locked.isEmpty()) {
                        others.add(left.get(i));
                    } else {
                        outcomes[left.get(i)] = new Outcome.Busy(locked, found);
                    }
                }
                left = others;
            }
            return !left.isEmpty();
        }

        /** @return false if a row lock was waited for in vain: then nothing is done, and which row it is has been looked for */
        boolean commit(Duration longest) {
            List<T> requests = requests();
            List<Outcome> answers;
            try {
                answers = lockWait.atMost(
                        longest,
                        () -> transaction.run(status -> {
                            List<Outcome> done = work.in(requests, status);
                            rows.isCommitting(this, locked(done));
                            return done;
                        }));
            } catch (RuntimeException e) {
                if (!LockWait.isOver(e)) {
                    throw e;
                }
                findWhatIsLocked(requests);
                return false;
            } finally {
                rows.ended(this);
            }
            for (int i = 0; i < answers.size(); i++) {
                outcomes[left.get(i)] = answers.get(i);
            }
            left = List.of();
            return true;
        }

        private void findWhatIsLocked(List<T> requests) {
            if (rounds == 1) {
                return;
            }
            try {
                Set<Object> suspects = new HashSet<>();
                needs.of(requests).forEach(suspects::addAll);
                rows.find(suspects);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("which row is locked cannot be found out: {}", e.toString());
            }
        }

        void leaveOutTheRest() {
            if (!left.isEmpty() && leaveOutWhatIsLocked(true)) {
                left.forEach(i -> outcomes[i] = new Outcome.Busy(Set.of(), true));
            }
        }
    }

    /** What the transaction of these outcomes has locked, as far as any other could wait for it. */
    private static Set<Object> locked(List<Outcome> outcomes) {
        Set<Object> locked = new HashSet<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Stands stands) {
                locked.add(stands.reservation().reservationId());
                stands.reservation().lines().stream().map(Line::stock).forEach(locked::add);
            }
        }
        return locked;
    }
}
