package dev.holdfast.order.ledger;

import dev.holdfast.order.ledger.OldKeysMapper.Finished;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The Idempotency-Keys of orders that were finished long ago. An order is a record of business and stays; its key, and the
 * refusal that was kept to be repeated, are let go. An order that is open keeps its key, however old it is.
 */
@Service
public class OldKeys {
    private final OldKeysMapper orders;
    private final TransactionTemplate transaction;

    OldKeys(OldKeysMapper orders, PlatformTransactionManager transactions) {
        this.orders = orders;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What was done. @param more whether there may be more to do at once */
    public record LetGo(int keys, boolean more) {
        private static final LetGo NOTHING = new LetGo(0, false);
    }

    /** The states in which an order keeps its key no longer than it must. */
    public static List<OrderStatus> finals() {
        return Arrays.stream(OrderStatus.values()).filter(OrderStatus::isFinal).toList();
    }

    /**
     * Lets the keys of the next {@code most} go, in one local transaction that waits for no order. If another instance is
     * at it there is nothing to do.
     *
     * @param age by the database's clock, since the order was finished
     */
    public LetGo letGo(OrderStatus finished, Duration age, int most) {
        if (!finished.isFinal()) {
            throw new IllegalArgumentException(finished + " is not final: its key is still needed");
        }
        return transaction.execute(status -> {
            Finished come = orders.turn(finished);
            return come == null ? LetGo.NOTHING : letGo(finished, come, age, most);
        });
    }

    private LetGo letGo(OrderStatus finished, Finished come, Duration age, int most) {
        List<Finished> old = orders.old(finished, come, age.toSeconds(), most);
        if (old.isEmpty()) {
            return LetGo.NOTHING;
        }
        List<String> locked =
                orders.lock(finished, old.stream().map(Finished::orderNo).toList());
        int keys = locked.isEmpty() ? 0 : orders.letGo(finished, locked);
        if (locked.size() < old.size()) {
            // Somebody has one of them for a moment: the next round begins here again.
            return new LetGo(keys, false);
        }
        if (orders.come(finished, old.get(old.size() - 1)) != 1) {
            throw new IllegalStateException("the row of " + finished + " was locked, and is not there");
        }
        return new LetGo(keys, old.size() == most);
    }
}
