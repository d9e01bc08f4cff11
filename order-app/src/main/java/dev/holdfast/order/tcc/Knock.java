package dev.holdfast.order.tcc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One phase-two call of Seata: says loudly, and counts, what must never be, and lets Seata ask again. */
@Component
class Knock {
    private static final Logger LOG = LoggerFactory.getLogger(Knock.class);

    private final MeterRegistry meters;

    Knock(MeterRegistry meters) {
        this.meters = meters;
        // From the start, so that an alarm can tell 0 from a meter that there is not.
        List.of(StockTcc.DOOR, OrderTcc.DOOR).forEach(this::brokenPromises);
    }

    private Counter brokenPromises(String door) {
        return Counter.builder("holdfast.tcc.broken.promises")
                .description("phase-two calls that a cell refused; a person must look")
                .tag("door", door)
                .register(meters);
    }

    /** @return true, always: whatever is not done throws */
    boolean at(String door, BusinessActionContext context, String idsName, BiConsumer<List<String>, String> answer) {
        List<String> ids = Ids.of(context.getActionContext(idsName, String.class));
        try {
            answer.accept(ids, context.getXid());
        } catch (BrokenPromiseException e) {
            brokenPromises(door).increment();
            LOG.error("BROKEN PROMISE at the {} door: {}", door, e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            LOG.warn(
                    "the {} door of orders {}, xid {}, must be asked again: {}",
                    door,
                    ids,
                    context.getXid(),
                    e.toString());
            throw e;
        }
        return true;
    }
}
