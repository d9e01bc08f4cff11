package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.tcc.TccVerb.CONFIRM;

import dev.holdfast.proof.explorer.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * A person who confirms an order that is TRIED once Seata has no open xid; who cancels one does what a resolver does. Like a
 * fault, in that nothing may depend on its coming.
 */
final class Hand {
    private final World world;
    private final Orders orders;
    private final Stock stock;

    Hand(World world, Orders orders, Stock stock) {
        this.world = world;
        this.orders = orders;
        this.stock = stock;
    }

    List<Action<State>> actions() {
        List<Action<State>> actions = new ArrayList<>();
        if (world.hasOrders()) {
            for (Xid xid : world.xids()) {
                for (Id id : world.ids()) {
                    String person = "a person: order " + id + " is TRIED, Seata has no open " + xid + ": ";
                    actions.add(fault(
                            person + "confirms, and the order goes as stock answers",
                            state -> may(state, id, xid) ? confirm(state, id, xid) : state));
                    actions.add(fault(
                            person + "sends Confirm, and order-app dies",
                            state -> may(state, id, xid) ? state.send(CONFIRM, id, xid) : state));
                }
            }
        }
        return actions;
    }

    private static boolean may(State state, Id id, Xid xid) {
        return state.row(id).isTriedUnder(xid) && !state.seata(xid).isUnfinished();
    }

    /** At once: the row is locked meanwhile, so nobody else moves it. */
    private State confirm(State state, Id id, Xid xid) {
        Stock.Told told = stock.ask(state, CONFIRM, id, xid);
        return switch (told.answer()) {
            case YES -> orders.confirmed(told.after(), id, xid);
            case ALREADY_CANCELLED -> orders.cancelled(told.after(), id, xid);
            default -> told.after();
        };
    }
}
