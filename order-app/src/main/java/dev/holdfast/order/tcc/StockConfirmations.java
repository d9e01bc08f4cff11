package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.Answered;
import dev.holdfast.stockapi.ConfirmOutcome;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stock's yes to a Confirm, asked for once. Remembering it is sound, since CONFIRMED never changes; forgetting it costs
 * one more request, since Confirm echoes.
 */
@Component
class StockConfirmations {
    private static final Logger LOG = LoggerFactory.getLogger(StockConfirmations.class);

    private final StockClient stock;
    private final Remembered yes = new Remembered(Duration.ofMinutes(1));

    StockConfirmations(StockClient stock) {
        this.stock = stock;
    }

    /**
     * Those that stock has sold, now or before. Stock refuses none while Seata remembers the transaction.
     *
     * @throws RuntimeException if stock cannot be asked about one: not known, ask again
     */
    List<String> of(List<String> ids, String xid) {
        List<String> unknown = new ArrayList<>(ids);
        unknown.removeAll(yes.of(xid));
        if (unknown.isEmpty()) {
            return ids;
        }
        List<Answered<ConfirmOutcome>> answers = stock.confirmAll(new Xid(xid), unknown);
        List<String> sold = new ArrayList<>(ids);
        RuntimeException unanswered = null;
        for (int i = 0; i < unknown.size(); i++) {
            Answered<ConfirmOutcome> answer = answers.get(i);
            if (answer.failure() != null) {
                unanswered = answer.failure();
            }
            if (!(answer.outcome() instanceof ConfirmOutcome.Confirmed)) {
                LOG.error("stock does not confirm {} of {}: {}", unknown.get(i), xid, answer);
                sold.remove(unknown.get(i));
            }
        }
        yes.add(xid, sold);
        if (unanswered != null) {
            throw unanswered;
        }
        return sold;
    }
}
