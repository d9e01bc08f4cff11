package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.StockKey;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/** The sold-out marks that all instances share. */
interface Marks {
    /** Every message that says where there may be a mark goes to {@code listener} from now on. */
    void listen(Consumer<MarkHint> listener);

    /**
     * One round trip.
     *
     * @param asked the rows to read the marks of
     * @param passed rows for which orders were placed: counted at their marks, if there are any
     * @return the marks there are of {@code asked}
     * @throws RuntimeException if Redis does not answer in time; whether anything was counted is not known then
     */
    Map<StockKey, MarkLease> exchange(Collection<StockKey> asked, Collection<StockKey> passed);
}
