package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;
import static dev.holdfast.proof.model.Row.Status.NEW;
import static dev.holdfast.proof.model.Rule.COMMIT_COMES_AFTER_ORDER_TRY;
import static dev.holdfast.proof.model.Rule.FAILED_TRY_ROLLS_BACK;
import static dev.holdfast.proof.model.State.Placing.BEGUN;
import static dev.holdfast.proof.model.State.Placing.CLAIMED;
import static dev.holdfast.proof.model.State.Placing.COMMIT_ASKED;
import static dev.holdfast.proof.model.State.Placing.FAILED;
import static dev.holdfast.proof.model.State.Placing.GONE;
import static dev.holdfast.proof.model.State.Placing.NOT_BEGUN;
import static dev.holdfast.proof.model.State.Placing.ORDER_REGISTERED;
import static dev.holdfast.proof.model.State.Placing.ORDER_TRIED;
import static dev.holdfast.proof.model.State.Placing.STOCK_TRIED;
import static dev.holdfast.proof.model.State.Placing.TRY_SENT;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.model.State.Branches;
import dev.holdfast.proof.model.State.Heard;
import dev.holdfast.proof.model.State.Placing;
import dev.holdfast.proof.model.State.Seata;
import dev.holdfast.tcc.TccVerb;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** order-app as it places orders: claim, begin, StockTcc.try, OrderTcc.try, commit. May die between any two of these. */
final class OrderApp {
    private final World world;
    private final Rules rules;
    private final Orders orders;

    OrderApp(World world, Rules rules, Orders orders) {
        this.world = world;
        this.rules = rules;
        this.orders = orders;
    }

    List<Action<State>> actions() {
        List<Action<State>> actions = new ArrayList<>();
        if (world.hasOrders()) {
            actions.add(step("order-app claims the keys: " + world.ids() + " are NEW", this::claim));
        }
        for (Xid xid : world.xids()) {
            actions.addAll(placing(xid));
        }
        return actions;
    }

    private List<Action<State>> placing(Xid xid) {
        String who = "order-app " + xid + ": ";
        List<Action<State>> actions = new ArrayList<>();
        actions.add(step(who + "begins", state -> begin(state, xid)));
        actions.add(fault(who + "hears nothing of its begin", at(xid, BEGUN, state -> state.with(xid, FAILED))));
        actions.add(step(
                who + "StockTcc.try registers its branch, sends Try", at(xid, BEGUN, state -> trySend(state, xid))));
        for (Id id : world.ids()) {
            actions.add(step(
                    who + "gives up waiting for the answer about " + id,
                    at(xid, TRY_SENT, state -> giveUp(state, id, xid))));
        }
        actions.add(step(who + "StockTcc.try returns", at(xid, TRY_SENT, state -> stockTried(state, xid))));
        if (world.hasOrders()) {
            actions.add(step(
                    who + "OrderTcc.try registers its branch",
                    at(xid, STOCK_TRIED, state -> registerOrder(state, xid))));
            actions.add(
                    step(who + "OrderTcc.try moves the row", at(xid, ORDER_REGISTERED, state -> orderTry(state, xid))));
            actions.add(fault(
                    who + "OrderTcc.try moves the row and does not hear of it",
                    at(xid, ORDER_REGISTERED, state -> tryRows(state, xid).with(xid, FAILED))));
            actions.add(step(who + "writes what the failure is sure of", at(xid, FAILED, state -> reject(state, xid)
                    .with(xid, GONE))));
        }
        if (world.ids().size() > 1) {
            actions.add(
                    step(who + "rejects whom it left out", at(xid, COMMIT_ASKED, state -> rejectLeftOut(state, xid))));
        }
        actions.add(step(who + "asks Seata to commit", at(xid, ORDER_TRIED, state -> state.with(xid, COMMIT_ASKED))));
        actions.add(fault(who + "dies, or its last call is lost", state -> die(state, xid)));
        if (world.hasOrders() && rules.drop(COMMIT_COMES_AFTER_ORDER_TRY)) {
            actions.add(step(
                    who + "asks Seata to commit before OrderTcc.try",
                    at(xid, ORDER_REGISTERED, state -> state.with(xid, COMMIT_ASKED))));
            actions.add(step(
                    who + "OrderTcc.try moves the row after commit was asked for",
                    at(xid, COMMIT_ASKED, state -> tryRows(state, xid))));
        }
        return actions;
    }

    private static UnaryOperator<State> at(Xid xid, Placing step, UnaryOperator<State> effect) {
        return state -> state.placing(xid) == step ? effect.apply(state) : state;
    }

    private State claim(State state) {
        State after = state;
        for (Id id : world.ids()) {
            after = state.row(id).equals(Row.ABSENT) ? after.with(id, Row.NEW) : after;
        }
        return after.with(Xid.X1, state.placing(Xid.X1) == NOT_BEGUN ? CLAIMED : state.placing(Xid.X1));
    }

    /** Only the first transaction has just claimed; another begins on rows that were there, whatever became of them. */
    private State begin(State state, Xid xid) {
        boolean claimed = !world.hasOrders() || !state.row(Id.A).equals(Row.ABSENT);
        boolean may = claimed && (state.placing(xid) == NOT_BEGUN || state.placing(xid) == CLAIMED);
        return may ? state.with(xid, BEGUN).with(xid, Seata.BEGIN) : state;
    }

    private State trySend(State state, Xid xid) {
        if (state.seata(xid) != Seata.BEGIN) {
            return state.with(xid, FAILED);
        }
        State after = state.with(xid, TRY_SENT).with(xid, Branches.STOCK);
        for (Id id : world.ids()) {
            after = after.send(TccVerb.TRY, id, xid);
        }
        return after;
    }

    private State giveUp(State state, Id id, Xid xid) {
        return state.heard(id, xid) == Heard.NOTHING ? state.with(id, xid, Heard.NO) : state;
    }

    private State stockTried(State state, Xid xid) {
        boolean somebodyHolds = false;
        for (Id id : world.ids()) {
            if (state.heard(id, xid) == Heard.NOTHING) {
                return state;
            }
            somebodyHolds |= state.heard(id, xid) == Heard.YES;
        }
        if (!somebodyHolds && rules.keep(FAILED_TRY_ROLLS_BACK)) {
            return state.with(xid, FAILED);
        }
        return state.with(xid, world.hasOrders() ? STOCK_TRIED : ORDER_TRIED);
    }

    private State registerOrder(State state, Xid xid) {
        return state.seata(xid) == Seata.BEGIN
                ? state.with(xid, ORDER_REGISTERED).with(xid, Branches.STOCK_AND_ORDER)
                : state.with(xid, FAILED);
    }

    /** Moves the rows of those that hold; who is late is left out, and its Cancel sent once. */
    private State orderTry(State state, Xid xid) {
        State after = tryRows(state, xid);
        boolean somebodyMoved = false;
        for (Id id : world.ids()) {
            somebodyMoved |= after.row(id).isTriedUnder(xid);
        }
        if (!somebodyMoved) {
            return after.with(xid, FAILED);
        }
        for (Id id : world.ids()) {
            if (!after.row(id).isTriedUnder(xid) && after.heard(id, xid) != Heard.SHORT) {
                after = after.send(TccVerb.CANCEL, id, xid);
            }
        }
        return after.with(xid, ORDER_TRIED);
    }

    private State tryRows(State state, Xid xid) {
        State after = state;
        for (Id id : world.ids()) {
            if (Doors.isOfOrderBranch(state, rules, id, xid)) {
                after = orders.tried(after, id, xid);
            }
        }
        return after;
    }

    private State reject(State state, Xid xid) {
        State after = state;
        for (Id id : world.ids()) {
            after = orders.rejected(after, id);
        }
        return after;
    }

    /** Who did not come along is still NEW: its refusal is written while the others are being committed. */
    private State rejectLeftOut(State state, Xid xid) {
        State after = state;
        for (Id id : world.ids()) {
            after = state.row(id).is(NEW) ? orders.rejected(after, id) : after;
        }
        return after;
    }

    private State die(State state, Xid xid) {
        return state.placing(xid) == NOT_BEGUN ? state : state.with(xid, GONE);
    }
}
