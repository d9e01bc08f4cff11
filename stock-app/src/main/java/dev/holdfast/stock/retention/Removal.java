package dev.holdfast.stock.retention;

import dev.holdfast.stock.LocalTransaction;
import dev.holdfast.stock.retention.RetentionMapper.Finished;
import dev.holdfast.tcc.TccState;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Removes one batch of old finished reservations in one local transaction: their units are closed, their lines and rows go,
 * together or not at all. It waits for no lock while it holds one: a row that somebody else has is left for the next round.
 */
@Component
@EnableConfigurationProperties(RetentionSettings.class)
class Removal {
    /** Before the first. */
    static final Finished START = new Finished(Instant.EPOCH, "");

    private final RetentionMapper rows;
    private final LocalTransaction transaction;
    private final RetentionSettings settings;

    Removal(RetentionMapper rows, LocalTransaction transaction, RetentionSettings settings) {
        this.rows = rows;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** What was done. @param last the last that was looked at, null if nothing is left to do now */
    record Done(int removed, Finished last) {
        private static final Done NOTHING = new Done(0, null);
    }

    /** Removes the next behind {@code after}. Somebody else's turn is nothing to do. */
    Done next(TccState finished, Finished after) {
        return transaction.run(status -> rows.turn(finished) == null ? Done.NOTHING : remove(finished, after));
    }

    private Done remove(TccState finished, Finished after) {
        List<Finished> old = rows.old(finished, after, settings.keep().toSeconds(), settings.batch());
        if (old.isEmpty()) {
            return Done.NOTHING;
        }
        List<String> ids =
                rows.lock(finished, old.stream().map(Finished::reservationId).toList());
        Finished last = old.get(old.size() - 1);
        if (!ids.isEmpty()) {
            rows.close(ids);
            rows.deleteLines(ids);
            if (rows.delete(finished, ids) != ids.size()) {
                throw new IllegalStateException("rows locked as " + finished + " were not all there to remove: " + ids);
            }
            rows.removedTo(finished, last.finishedAt());
        }
        return new Done(ids.size(), old.size() < settings.batch() ? null : last);
    }
}
