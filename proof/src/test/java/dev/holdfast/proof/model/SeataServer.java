package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;
import static dev.holdfast.proof.model.Row.Status.CONFIRMED;
import static dev.holdfast.proof.model.Row.Status.NEW;
import static dev.holdfast.proof.model.Rule.ANOTHERS_CELL_IS_NOTHING_TO_CANCEL;
import static dev.holdfast.proof.model.Rule.ORDER_IS_CANCELLED_IF_NEW;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.model.State.Heard;
import dev.holdfast.proof.model.State.Placing;
import dev.holdfast.proof.model.State.Seata;
import dev.holdfast.tcc.TccVerb;
import java.util.ArrayList;
import java.util.List;

/** The Seata server: decides once, knocks until both doors have said yes, and may forget everything at any time. */
final class SeataServer {
    private final World world;
    private final Rules rules;
    private final Doors doors;
    private final Stock stock;

    SeataServer(World world, Rules rules, Doors doors, Stock stock) {
        this.world = world;
        this.rules = rules;
        this.doors = doors;
        this.stock = stock;
    }

    List<Action<State>> actions() {
        List<Action<State>> actions = new ArrayList<>();
        for (Xid xid : world.xids()) {
            actions.add(step("Seata decides to commit " + xid, state -> commit(state, xid)));
            actions.add(step(
                    "Seata decides to roll " + xid + " back, asked or by its timeout", state -> rollback(state, xid)));
            actions.add(step("Seata has heard yes from the doors of " + xid, state -> finish(state, xid)));
            if (world.seataForgets()) {
                actions.add(fault("Seata's store is lost, and with it " + xid, state -> lose(state, xid)));
                actions.add(fault(
                        "what Seata still had under way for " + xid + " is lost too", state -> silence(state, xid)));
            }
        }
        return actions;
    }

    private State commit(State state, Xid xid) {
        boolean asked = state.placing(xid) == Placing.COMMIT_ASKED;
        return asked && state.seata(xid) == Seata.BEGIN ? state.with(xid, Seata.COMMITTING) : state;
    }

    private State rollback(State state, Xid xid) {
        return state.seata(xid) == Seata.BEGIN ? state.with(xid, Seata.ROLLBACKING) : state;
    }

    private State finish(State state, Xid xid) {
        return switch (state.seata(xid)) {
            case COMMITTING -> isCommitted(state, xid) ? state.with(xid, Seata.COMMITTED) : state;
            case ROLLBACKING -> isRolledBack(state, xid) ? state.with(xid, Seata.ROLLED_BACK) : state;
            default -> state;
        };
    }

    private boolean isCommitted(State state, Xid xid) {
        for (Id id : world.ids()) {
            if (state.row(id).isTriedUnder(xid)
                    || doors.isConfirmedByStockDoor(state, id, xid) && !doors.isSold(state, id, xid)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRolledBack(State state, Xid xid) {
        for (Id id : world.ids()) {
            if (Doors.isCancelledByStockDoor(state, rules, id, xid) && !isGone(state, id, xid)
                    || Doors.isOfOrderBranch(state, rules, id, xid) && isOrderInTheWay(state.row(id), xid)) {
                return false;
            }
        }
        return true;
    }

    /** Whether StockTcc.cancel says yes: it need not ask about what it knows to hold nothing. */
    private boolean isGone(State state, Id id, Xid xid) {
        boolean anothers = stock.ask(state, TccVerb.CANCEL, id, xid).answer() == Stock.Answer.ID_REUSED;
        return state.heard(id, xid) == Heard.SHORT
                || stock.saysYes(state, TccVerb.CANCEL, id, xid)
                || anothers && rules.keep(ANOTHERS_CELL_IS_NOTHING_TO_CANCEL);
    }

    private boolean isOrderInTheWay(Row row, Xid xid) {
        return row.is(NEW) && rules.keep(ORDER_IS_CANCELLED_IF_NEW)
                || row.isTriedUnder(xid)
                || row.is(CONFIRMED) && row.xid() == xid;
    }

    private static State lose(State state, Xid xid) {
        return switch (state.seata(xid)) {
            case BEGIN -> state.with(xid, Seata.LOST);
            case COMMITTING -> state.with(xid, Seata.LOST_COMMITTING);
            case ROLLBACKING -> state.with(xid, Seata.LOST_ROLLBACKING);
            default -> state;
        };
    }

    private static State silence(State state, Xid xid) {
        return switch (state.seata(xid)) {
            case LOST_COMMITTING, LOST_ROLLBACKING -> state.with(xid, Seata.LOST);
            default -> state;
        };
    }
}
