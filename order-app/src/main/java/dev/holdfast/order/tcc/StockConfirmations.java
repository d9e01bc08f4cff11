package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.ConfirmOutcome;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Stock's yes to a Confirm, asked for once. Remembering it is sound, since CONFIRMED never changes; forgetting it costs
 * one more request, since Confirm echoes.
 */
@Component
class StockConfirmations {
    private final StockClient stock;
    private final Remembered yes = new Remembered(Duration.ofMinutes(1));

    StockConfirmations(StockClient stock) {
        this.stock = stock;
    }

    /**
     * Returns once stock has sold the reservation, now or before.
     *
     * @throws BrokenPromiseException if stock refuses, which it never does while Seata remembers the transaction
     * @throws RuntimeException if stock cannot be asked: not known, ask again
     */
    void require(String reservationId, String xid) {
        if (yes.includes(reservationId, xid)) {
            return;
        }
        ConfirmOutcome outcome = stock.confirm(new ReservationId(reservationId), new Xid(xid));
        if (!(outcome instanceof ConfirmOutcome.Confirmed)) {
            throw new BrokenPromiseException(
                    "stock refuses to confirm " + reservationId + " of " + xid + ": " + outcome);
        }
        yes.add(reservationId, xid);
    }
}
