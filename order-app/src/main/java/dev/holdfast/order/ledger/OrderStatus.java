package dev.holdfast.order.ledger;

import dev.holdfast.tcc.TccState;

/** Where an order stands. */
public enum OrderStatus {
    /** Claimed; its Try has not come through. */
    NEW(TccState.ABSENT),
    /** Its stock is held, under its xid. */
    TRIED(TccState.TRIED),
    /** Its stock is sold. Terminal. */
    CONFIRMED(TccState.CONFIRMED),
    /** Rolled back by Seata. Terminal. */
    CANCELLED(TccState.CANCELLED),
    /** Refused before anything was asked to be committed. Terminal. */
    REJECTED(TccState.CANCELLED);

    private final TccState tcc;

    OrderStatus(TccState tcc) {
        this.tcc = tcc;
    }

    /** The same in the words of the twelve cells. */
    TccState tcc() {
        return tcc;
    }

    /** True if it is off for good. */
    public boolean isRefused() {
        return this == CANCELLED || this == REJECTED;
    }

    /** False while the outcome is not known. */
    public boolean isFinal() {
        return this != NEW && this != TRIED;
    }
}
