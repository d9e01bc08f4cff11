package dev.holdfast.proof.model;

import static dev.holdfast.proof.model.Row.Status.CANCELLED;
import static dev.holdfast.proof.model.Row.Status.CONFIRMED;
import static dev.holdfast.proof.model.Row.Status.NEW;
import static dev.holdfast.proof.model.Row.Status.TRIED;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CANCELLED_IF_NEW;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CANCELLED_ONLY_BY_ITS_XID;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CANCELLED_ONLY_IF_OPEN;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CONFIRMED_ONLY_BY_ITS_XID;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CONFIRMED_ONLY_IF_TRIED;
import static dev.holdfast.proof.model.Rule.ORDER_IS_REJECTED_ONLY_IF_NEW;
import static dev.holdfast.proof.model.Rule.ORDER_IS_TRIED_ONLY_IF_NEW;

/** The guarded updates of an order row. */
record Orders(Rules rules) {
    State tried(State state, Id id, Xid xid) {
        return state.with(id, tried(state.row(id), xid));
    }

    State confirmed(State state, Id id, Xid xid) {
        return state.with(id, confirmed(state.row(id), xid));
    }

    State cancelled(State state, Id id, Xid xid) {
        return state.with(id, cancelled(state.row(id), xid));
    }

    State rejected(State state, Id id) {
        return state.with(id, rejected(state.row(id)));
    }

    /** Whether no update by anybody ever moves this row again. */
    boolean isDead(Row row) {
        for (Xid xid : Xid.values()) {
            if (!row.equals(tried(row, xid)) || !row.equals(confirmed(row, xid)) || !row.equals(cancelled(row, xid))) {
                return false;
            }
        }
        return row.equals(rejected(row)) && exists(row);
    }

    private Row tried(Row row, Xid xid) {
        boolean moves = row.is(NEW) || exists(row) && rules.drop(ORDER_IS_TRIED_ONLY_IF_NEW);
        return moves ? new Row(TRIED, xid) : row;
    }

    private Row confirmed(Row row, Xid xid) {
        boolean status = row.is(TRIED) || exists(row) && rules.drop(ORDER_IS_CONFIRMED_ONLY_IF_TRIED);
        boolean owner = row.xid() == xid || rules.drop(ORDER_IS_CONFIRMED_ONLY_BY_ITS_XID);
        return status && owner ? new Row(CONFIRMED, row.xid()) : row;
    }

    private Row cancelled(Row row, Xid xid) {
        boolean owner = row.xid() == xid || rules.drop(ORDER_IS_CANCELLED_ONLY_BY_ITS_XID);
        boolean moves = row.is(NEW) && rules.keep(ORDER_IS_CANCELLED_IF_NEW)
                || row.is(TRIED) && owner
                || row.isFinal() && (owner || row.xid() == null) && rules.drop(ORDER_IS_CANCELLED_ONLY_IF_OPEN);
        return moves ? new Row(CANCELLED, xid) : row;
    }

    private Row rejected(Row row) {
        boolean moves = row.is(NEW) || exists(row) && rules.drop(ORDER_IS_REJECTED_ONLY_IF_NEW);
        return moves ? Row.REJECTED : row;
    }

    private static boolean exists(Row row) {
        return !row.equals(Row.ABSENT);
    }
}
