package dev.holdfast.proof.model;

import java.util.List;

/**
 * What there is to be ordered, and by which transactions; each tries all the ids.
 *
 * @param hasOrders false: the ids are another service's, which has no order rows
 * @param units on the shelf, each id wanting one; a rival may buy one of them over the counter
 * @param seataForgets whether the Seata server's store may be lost
 */
record World(String name, List<Id> ids, List<Xid> xids, boolean hasOrders, int units, boolean seataForgets) {
    static final World ONE_ORDER = new World("one order", List.of(Id.A), List.of(Xid.X1), true, 1, true);

    /** A batch that threw is done again, each order alone and under another xid, while the first may still be at work. */
    static final World ONE_ORDER_TWO_XIDS =
            new World("one order, two xids", List.of(Id.A), List.of(Xid.X1, Xid.X2), true, 1, true);

    /** Whole placements batched: one of the two may be short, or late, and is left out. */
    static final World TWO_ORDERS_ONE_XID =
            new World("two orders, one xid", List.of(Id.A, Id.B), List.of(Xid.X1), true, 2, true);

    /** Another service holds stock, as the gift desk does. */
    static final World NO_ORDER = new World("no order", List.of(Id.A), List.of(Xid.X1), false, 1, true);

    World whereSeataForgetsNothing() {
        return new World(name + ", Seata forgets nothing", ids, xids, hasOrders, units, false);
    }

    @Override
    public String toString() {
        return name;
    }
}
