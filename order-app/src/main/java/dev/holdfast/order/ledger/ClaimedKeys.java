package dev.holdfast.order.ledger;

import dev.holdfast.stockapi.StockKey;
import java.time.Instant;
import java.util.function.ToLongBiFunction;
import java.util.stream.LongStream;
import org.springframework.stereotype.Service;

/** The Idempotency-Keys that orders hold. */
@Service
public class ClaimedKeys {
    private final OrderMapper orders;
    private final OrderNumbers numbers;

    ClaimedKeys(OrderMapper orders, OrderNumbers numbers) {
        this.orders = orders;
        this.numbers = numbers;
    }

    /**
     * Of orders for {@code stock} that were made at {@code since} or later.
     *
     * @param most no more than these are read
     * @param as what is wanted of each, made of its buyer and key
     */
    public LongStream of(StockKey stock, Instant since, int most, ToLongBiFunction<String, String> as) {
        return orders.keys(stock, numbers.firstOf(since), most).stream()
                .mapToLong(claimed -> as.applyAsLong(claimed.buyerId(), claimed.idempotencyKey()));
    }
}
