package dev.holdfast.proof.model;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.explorer.Invariant;
import dev.holdfast.proof.explorer.Space;
import dev.holdfast.proof.model.State.Branches;
import dev.holdfast.proof.model.State.Heard;
import dev.holdfast.proof.model.State.Placing;
import dev.holdfast.proof.model.State.Seata;
import dev.holdfast.tcc.TccVerb;
import java.util.ArrayList;
import java.util.List;

/** All actors of one world, under the rules that are kept. */
final class Protocol implements Space<State> {
    private final World world;
    private final State.Shape shape;
    private final Stock stock;
    private final Orders orders;
    private final List<Action<State>> actions = new ArrayList<>();
    private final Promises promises;

    Protocol(World world, Rules rules, Stock.Table table) {
        this.world = world;
        shape = new State.Shape(world);
        stock = new Stock(world, rules, table);
        orders = new Orders(rules);
        Doors doors = new Doors(world, rules, orders, stock);
        actions.addAll(new OrderApp(world, rules, orders).actions());
        actions.addAll(stock.actions());
        actions.addAll(new SeataServer(world, rules, doors, stock).actions());
        actions.addAll(doors.actions());
        actions.addAll(new Resolver(0, world, rules, orders, stock).actions());
        actions.addAll(new Resolver(1, world, rules, orders, stock).actions());
        actions.addAll(new Hand(world, orders, stock).actions());
        promises = new Promises(world, rules, stock, doors);
    }

    @Override
    public State start() {
        return shape.start();
    }

    @Override
    public List<Action<State>> actions() {
        return actions;
    }

    @Override
    public List<Invariant<State>> invariants() {
        return promises.invariants();
    }

    @Override
    public boolean isSettled(State state) {
        return promises.isSettled(state);
    }

    @Override
    public State unpack(long bits) {
        return new State(shape, bits);
    }

    /** States that nobody can ever tell apart are one. */
    @Override
    public long pack(State state) {
        State plain = state;
        boolean allOver = true;
        for (Id id : world.ids()) {
            boolean cellIsDead = stock.isDead(state.cell(id));
            boolean isOver = cellIsDead && (!world.hasOrders() || orders.isDead(state.row(id)));
            plain = cellIsDead ? withoutRequests(plain, id) : plain;
            plain = isOver ? withoutErrands(plain, id) : plain;
            allOver &= isOver;
        }
        for (Xid xid : world.xids()) {
            plain = withoutWhatIsOver(plain, xid, allOver);
        }
        // Which of the resolvers is which does not matter.
        if (plain.errand(0).ordinal() > plain.errand(1).ordinal()) {
            Errand first = plain.errand(0);
            plain = plain.with(0, plain.errand(1)).with(1, first);
        }
        return plain.bits();
    }

    /** They move nothing any more. Whoever waits for the answer to one may still hear it. */
    private State withoutRequests(State state, Id id) {
        State plain = state;
        for (Xid xid : world.xids()) {
            if (state.placing(xid) != Placing.TRY_SENT) {
                for (TccVerb verb : TccVerb.values()) {
                    plain = plain.lose(verb, id, xid);
                }
            }
        }
        return plain;
    }

    private static State withoutErrands(State state, Id id) {
        State plain = state;
        for (int resolver = 0; resolver < 2; resolver++) {
            plain = state.errand(resolver).id() == id ? plain.with(resolver, Errand.NONE) : plain;
        }
        return plain;
    }

    /** Of a transaction that neither order-app nor Seata is about any more, only its traces in the rows are left. */
    private State withoutWhatIsOver(State state, Xid xid, boolean allOver) {
        Seata seata = state.seata(xid);
        State plain = state;
        if (allOver && (seata == Seata.LOST_COMMITTING || seata == Seata.LOST_ROLLBACKING)) {
            plain = plain.with(xid, Seata.LOST);
        }
        if (allOver && (state.placing(xid) == Placing.FAILED || isHeardOut(state, xid))) {
            plain = plain.with(xid, Placing.GONE);
        }
        if (plain.placing(xid) != Placing.GONE || plain.seata(xid) != Seata.LOST && seata != Seata.COMMITTED) {
            return plain;
        }
        plain = plain.with(xid, Branches.NONE);
        for (Id id : world.ids()) {
            plain = plain.with(id, xid, Heard.NOTHING);
        }
        return plain;
    }

    /** Whether Seata no longer cares that it was asked to commit. */
    private static boolean isHeardOut(State state, Xid xid) {
        return state.placing(xid) == Placing.COMMIT_ASKED && state.seata(xid) != Seata.BEGIN;
    }
}
