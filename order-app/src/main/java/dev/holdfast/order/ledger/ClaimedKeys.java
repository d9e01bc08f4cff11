package dev.holdfast.order.ledger;

import dev.holdfast.stockapi.StockKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The Idempotency-Keys that orders hold, read in the order in which they were claimed by the database's clock.
 *
 * <p>Read without waiting for commits (READ UNCOMMITTED): a claim gets its time when it is inserted, and may be committed
 * any time later, by a process that was frozen in between. A reader of committed rows would have passed that time by then. A
 * key that is read and then rolled back is harmless.
 */
@Service
public class ClaimedKeys {
    /** Order numbers in one statement. Shorter lists are filled up, so that there is one statement to prepare. */
    private static final int NUMBERS_AT_ONCE = 200;

    private final OrderMapper orders;
    private final TransactionTemplate uncommitted;

    ClaimedKeys(OrderMapper orders, PlatformTransactionManager transactions) {
        this.orders = orders;
        this.uncommitted = new TransactionTemplate(transactions);
        this.uncommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_UNCOMMITTED);
    }

    /** A place among the claims for one stock row. @param claimedAt by the database's clock */
    public record Position(Instant claimedAt, String orderNo) {
        /** Before the first claim there ever was. */
        public static final Position START = new Position(Instant.parse("1971-01-01T00:00:00Z"), "");
    }

    /**
     * Claims that follow each other.
     *
     * @param claims all of them, in their order
     * @param keys what was wanted of the keys of those that were new and still hold one
     */
    public record Page(List<Position> claims, long[] keys) {}

    /** What time it is by the database's clock. */
    public Instant now() {
        return orders.now();
    }

    /**
     * The next claims of orders for {@code stock}.
     *
     * @param most no more than these are read
     * @param isNew by order number, whether its key is wanted
     * @param as what is wanted of a key, made of its buyer and itself
     */
    public Page after(
            Position position, StockKey stock, int most, Predicate<String> isNew, ToLongBiFunction<String, String> as) {
        return uncommitted.execute(status -> {
            List<Position> claims = orders.claims(stock, position, most);
            List<String> wanted =
                    claims.stream().map(Position::orderNo).filter(isNew).toList();
            List<OrderMapper.Claimed> keys = new ArrayList<>(wanted.size());
            for (int i = 0; i < wanted.size(); i += NUMBERS_AT_ONCE) {
                keys.addAll(orders.keys(filledUp(wanted.subList(i, Math.min(i + NUMBERS_AT_ONCE, wanted.size())))));
            }
            return new Page(
                    claims,
                    keys.stream()
                            .mapToLong(key -> as.applyAsLong(key.buyerId(), key.idempotencyKey()))
                            .toArray());
        });
    }

    private static List<String> filledUp(List<String> numbers) {
        List<String> full = new ArrayList<>(numbers);
        while (full.size() < NUMBERS_AT_ONCE) {
            full.add(numbers.get(0));
        }
        return full;
    }

    /** Whether an order holds this key now. */
    public boolean isClaimed(String buyerId, String key) {
        return orders.findByKey(buyerId, key) != null;
    }
}
