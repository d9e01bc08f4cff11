package dev.holdfast.order.tcc;

import org.apache.seata.core.context.RootContext;
import org.apache.seata.rm.tcc.api.BusinessActionContext;

/** The xid a Try runs under. */
final class OpenXid {
    private OpenXid() {}

    /** @throws IllegalStateException outside a global transaction: Seata would run the Try and never confirm or cancel it */
    static String of(BusinessActionContext context) {
        String xid = RootContext.getXID();
        if (xid == null || context == null || !xid.equals(context.getXid())) {
            throw new IllegalStateException("a Try outside its global transaction would be held for ever");
        }
        return xid;
    }
}
