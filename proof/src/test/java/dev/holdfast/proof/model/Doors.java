package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Action.step;
import static dev.holdfast.proof.model.Rule.CANCEL_TAKES_THE_WHOLE_LIST;
import static dev.holdfast.proof.model.Rule.CONFIRM_TAKES_IDS_FROM_ORDER_ROWS;
import static dev.holdfast.proof.model.Rule.FAILED_TRY_ROLLS_BACK;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CANCELLED_WITH_STOCKS_YES;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CONFIRMED_WITH_STOCKS_YES;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.model.State.Branches;
import dev.holdfast.proof.model.State.Heard;
import dev.holdfast.tcc.TccVerb;
import java.util.ArrayList;
import java.util.List;

/** The two doors at which Seata knocks, in any order, again and again, at whichever order-app is there. */
final class Doors {
    private final World world;
    private final Rules rules;
    private final Orders orders;
    private final Stock stock;

    Doors(World world, Rules rules, Orders orders, Stock stock) {
        this.world = world;
        this.rules = rules;
        this.orders = orders;
        this.stock = stock;
    }

    List<Action<State>> actions() {
        List<Action<State>> actions = new ArrayList<>();
        for (Xid xid : world.xids()) {
            String door = "Seata knocks for " + xid + ": ";
            actions.add(step(
                    door + "StockTcc.confirm sends Confirm of what the rows say", state -> confirmStock(state, xid)));
            if (world.hasOrders()) {
                actions.add(step(door + "OrderTcc.confirm moves the row", state -> confirmOrders(state, xid)));
                actions.add(step(door + "OrderTcc.cancel moves the row", state -> cancelOrders(state, xid)));
            }
        }
        return actions;
    }

    /** Whether StockTcc.cancel of {@code xid} may be sending Cancel(id, xid) at this moment. */
    static boolean isCancelOnItsWay(State state, Rules rules, Id id, Xid xid) {
        return state.seata(xid).asksToCancel() && isCancelledByStockDoor(state, rules, id, xid);
    }

    /** Whether StockTcc.cancel is about this id; a process that remembers it was short need not ask, another does. */
    static boolean isCancelledByStockDoor(State state, Rules rules, Id id, Xid xid) {
        return state.branches(xid) != Branches.NONE
                && (rules.keep(CANCEL_TAKES_THE_WHOLE_LIST) || state.row(id).isTriedUnder(xid));
    }

    boolean isConfirmedByStockDoor(State state, Id id, Xid xid) {
        if (state.branches(xid) == Branches.NONE) {
            return false;
        }
        boolean fromRows = world.hasOrders() && rules.keep(CONFIRM_TAKES_IDS_FROM_ORDER_ROWS);
        return !fromRows || state.row(id).isInto(xid);
    }

    static boolean isOfOrderBranch(State state, Rules rules, Id id, Xid xid) {
        return state.branches(xid) == Branches.STOCK_AND_ORDER
                && (state.heard(id, xid) == Heard.YES || rules.drop(FAILED_TRY_ROLLS_BACK));
    }

    private State confirmStock(State state, Xid xid) {
        State after = state;
        for (Id id : world.ids()) {
            if (state.seata(xid).asksToConfirm() && isConfirmedByStockDoor(state, id, xid)) {
                after = after.send(TccVerb.CONFIRM, id, xid);
            }
        }
        return after;
    }

    /** All that were tried are sold, or none moves. */
    private State confirmOrders(State state, Xid xid) {
        if (!state.seata(xid).asksToConfirm()) {
            return state;
        }
        State after = state;
        for (Id id : world.ids()) {
            if (state.row(id).isInto(xid)
                    && !isSold(state, id, xid)
                    && rules.keep(ORDER_IS_CONFIRMED_WITH_STOCKS_YES)) {
                return state;
            }
            if (isOfOrderBranch(state, rules, id, xid)
                    && (isSold(state, id, xid) || rules.drop(ORDER_IS_CONFIRMED_WITH_STOCKS_YES))) {
                after = orders.confirmed(after, id, xid);
            }
        }
        return after;
    }

    private State cancelOrders(State state, Xid xid) {
        State after = state;
        for (Id id : world.ids()) {
            boolean may = !state.row(id).isTriedUnder(xid)
                    || isGivenBack(state, id, xid)
                    || rules.drop(ORDER_IS_CANCELLED_WITH_STOCKS_YES);
            if (state.seata(xid).asksToCancel() && isOfOrderBranch(state, rules, id, xid) && may) {
                after = orders.cancelled(after, id, xid);
            }
        }
        return after;
    }

    /** Stock's yes to Cancel; that the cell is another's means that nothing of this xid is held. */
    private boolean isGivenBack(State state, Id id, Xid xid) {
        return stock.saysYes(state, TccVerb.CANCEL, id, xid)
                || stock.ask(state, TccVerb.CANCEL, id, xid).answer() == Stock.Answer.ID_REUSED;
    }

    /** Stock's yes: remembered, or heard when asked again. */
    boolean isSold(State state, Id id, Xid xid) {
        return stock.saysYes(state, TccVerb.CONFIRM, id, xid);
    }
}
