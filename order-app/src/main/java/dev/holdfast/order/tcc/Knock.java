package dev.holdfast.order.tcc;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.seata.rm.tcc.api.BusinessActionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One phase-two call of Seata: says in the log, once and loudly, what must never be, and lets Seata ask again. */
final class Knock {
    private static final Logger LOG = LoggerFactory.getLogger(Knock.class);

    private Knock() {}

    /** @return true, always: whatever is not done throws */
    static boolean at(
            String door, BusinessActionContext context, String idsName, BiConsumer<List<String>, String> answer) {
        List<String> ids = Ids.of(context.getActionContext(idsName, String.class));
        try {
            answer.accept(ids, context.getXid());
        } catch (BrokenPromiseException e) {
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
