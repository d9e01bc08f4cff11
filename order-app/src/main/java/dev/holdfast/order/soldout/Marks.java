package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.StockKey;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The sold-out marks that all instances share. */
interface Marks {
    /** Every message that says where there may be a mark goes to {@code listener} from now on. */
    void listen(Consumer<MarkHint> listener);

    /**
     * The marks there are of these rows.
     *
     * @throws RuntimeException if Redis does not answer in time
     */
    Map<StockKey, MarkLease> ask(Collection<StockKey> rows);

    /**
     * Counts at the marks of these rows, if there are any, that orders for them were placed.
     *
     * @return done when Redis has counted; exceptionally if it has not answered: then it may have or not
     */
    CompletableFuture<Void> countPassed(Collection<StockKey> rows);
}
