package dev.holdfast.stock.shelf;

import dev.holdfast.stock.LocalTransaction;
import java.time.Clock;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** Adds units that arrived to {@code total} and {@code available}, once per id; a row that is new is made. */
@Service
class Replenishing {
    private final ReplenishmentMapper replenishments;
    private final StockMapper stock;
    private final LocalTransaction transaction;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Replenishing(
            ReplenishmentMapper replenishments,
            StockMapper stock,
            LocalTransaction transaction,
            Clock clock,
            ApplicationEventPublisher events) {
        this.replenishments = replenishments;
        this.stock = stock;
        this.transaction = transaction;
        this.clock = clock;
        this.events = events;
    }

    /** @return false if the id was used before for something else: then nothing is done; true if it is added, now or before */
    boolean add(Replenishment replenishment) {
        boolean added = transaction.run(status -> {
            Instant now = clock.instant();
            try {
                replenishments.insert(replenishment, now);
            } catch (DuplicateKeyException e) {
                return replenishment.equals(replenishments.find(replenishment.replenishmentId()));
            }
            stock.add(replenishment.stock(), replenishment.quantity(), now);
            return true;
        });
        if (added) {
            events.publishEvent(new StockRaised(replenishment.stock()));
        }
        return added;
    }
}
