package dev.holdfast.proof.gatemodel;

import static dev.holdfast.proof.explorer.Action.fault;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.explorer.Invariant;
import dev.holdfast.proof.explorer.Space;
import dev.holdfast.proof.gatemodel.GateState.Cell;
import dev.holdfast.proof.gatemodel.GateState.Keeping;
import dev.holdfast.proof.gatemodel.GateState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All that can happen in one world, with the parts that are kept, and what must be so. */
final class GateProtocol implements Space<GateState> {
    private final World world;
    private final int orders;
    private final GateState.Shape shape;
    private final Orders tries;
    private final List<Action<GateState>> actions = new ArrayList<>();

    GateProtocol(World world, Set<Part> dropped) {
        this.world = world;
        orders = world.orders().size();
        shape = new GateState.Shape(world, dropped);
        Parts parts = Parts.without(dropped);
        Scripts scripts = new Scripts(world, parts);
        tries = new Orders(world, parts, scripts);
        actions.addAll(tries.actions());
        actions.addAll(new Keeper(world, parts, scripts).actions());
        actions.addAll(new Marks(world, parts).actions());
        if (world.replenishments() > 0) {
            actions.add(Action.step(
                    "a unit is added",
                    state -> state.replenished() < world.replenishments() && !isLocked(state, parts)
                            ? state.replenish()
                            : state));
        }
        addUpsets(scripts);
    }

    private static boolean isLocked(GateState state, Parts parts) {
        return parts.keep(Part.KEEPER_LOCKS_THE_ROW) && state.keeping().holdsTheLock();
    }

    private void addUpsets(Scripts scripts) {
        if (world.has(Fault.REDIS_EMPTIED)) {
            actions.add(fault(
                    "Redis loses its data",
                    state -> state.isUpset() ? state : scripts.empty(state).upset()));
        }
        if (world.has(Fault.REDIS_GOES_BACK)) {
            for (int f = -1; f <= world.mostUnits(); f++) {
                for (int h = 0; h < 1 << orders; h++) {
                    int free = f;
                    int holders = h;
                    addGoingBack(scripts, free, holders, false);
                    if (world.hasMarks()) {
                        addGoingBack(scripts, free, holders, true);
                    }
                }
            }
        }
    }

    private void addGoingBack(Scripts scripts, int free, int holders, boolean withMark) {
        actions.add(fault(
                "Redis goes back",
                state -> state.isUpset()
                        ? state
                        : scripts.goBack(state, free, holders, withMark).upset()));
    }

    static String name(int order) {
        return String.valueOf((char) ('A' + order));
    }

    @Override
    public GateState start() {
        return shape.start();
    }

    @Override
    public List<Action<GateState>> actions() {
        return actions;
    }

    /** A false refusal is a step: once it is packed, it looks like any other order that is over. */
    @Override
    public List<Invariant<GateState>> invariants() {
        return List.of(
                Invariant.ofStates(Promise.NEVER_OVERSOLD.name(), state -> state.available() >= 0),
                Invariant.ofSteps(
                        Promise.NO_FALSE_REFUSAL_BY_GATE.name(),
                        (before, after) -> !someIs(after, Phase.WRONGLY_REFUSED_BY_GATE)),
                Invariant.ofSteps(
                        Promise.NO_FALSE_REFUSAL_BY_MARK.name(),
                        (before, after) -> !someIs(after, Phase.WRONGLY_REFUSED_BY_MARK)),
                Invariant.ofStates(
                        Promise.FREE_IS_EXACT.name(), state -> !world.isCalm() || isUnderWay(state) || isExact(state)));
    }

    private boolean someIs(GateState state, Phase phase) {
        for (int o = 0; o < orders; o++) {
            if (state.is(o, phase)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnderWay(GateState state) {
        for (int o = 0; o < orders; o++) {
            if (state.phase(o).isInTry() || !state.hasNothingOnTheWay(o)) {
                return true;
            }
        }
        return state.keeping() != Keeping.IDLE;
    }

    private boolean isExact(GateState state) {
        int free = state.available();
        for (int o = 0; o < orders; o++) {
            boolean unknown = state.isHolder(o) && !state.is(o, Cell.TRIED);
            if (unknown && !state.is(o, Phase.LEFT)) {
                return false;
            }
            free -= unknown ? world.orders().get(o).hot() : 0;
        }
        return state.free() == free;
    }

    /** I4 and I6: all orders are over, free = available, nothing is held at the gate, and no mark is on a row with units. */
    @Override
    public boolean isSettled(GateState state) {
        for (int o = 0; o < orders; o++) {
            boolean rests = state.is(o, Phase.NOT_ARRIVED) || state.phase(o).isOver();
            if (!rests || state.isHolder(o)) {
                return false;
            }
        }
        boolean marked = world.hasMarks() && state.available() > 0 && (state.mark() > 0 || state.known() > 0);
        return !isUnderWay(state) && state.free() == state.available() && !marked;
    }

    @Override
    public GateState unpack(long bits) {
        return new GateState(shape, bits);
    }

    /** Notes when the database was short. States that can never be told apart are one. */
    @Override
    public long pack(GateState state) {
        GateState plain = state;
        for (int o = 0; o < orders; o++) {
            boolean asks = state.is(o, Phase.AT_GATE) || state.is(o, Phase.SHORT);
            plain = plain.withWasShort(o, asks && (state.wasShort(o) || tries.isShort(state, o)));
            if (state.phase(o).isOver()) {
                plain = withoutWhatIsOver(plain, o);
            }
        }
        if (world.hasMarks() && state.available() <= 0) {
            plain = plain.withZeroAge(0);
        }
        return sorted(plain).bits();
    }

    private static GateState withoutWhatIsOver(GateState state, int order) {
        GateState plain = state.with(order, Phase.OVER);
        boolean isTrace = state.is(order, Cell.CANCELLED)
                && state.hasNothingOnTheWay(order)
                && !state.isHolder(order)
                && state.seen(order) == GateState.Seen.NO;
        return isTrace ? plain.with(order, Cell.ABSENT) : plain;
    }

    /** Which of two orders for the same lines is which does not matter. */
    private GateState sorted(GateState state) {
        GateState sorted = state;
        for (int last = orders - 1; last > 0; last--) {
            for (int o = 0; o < last; o++) {
                boolean same = world.orders().get(o).equals(world.orders().get(o + 1));
                if (same && sorted.bitsOf(o) > sorted.bitsOf(o + 1)) {
                    sorted = sorted.exchange(o, o + 1);
                }
            }
        }
        if (world.markWriters() == 2 && sorted.writer(0) > sorted.writer(1)) {
            int first = sorted.writer(0);
            sorted = sorted.withWriter(0, sorted.writer(1)).withWriter(1, first);
        }
        return sorted;
    }
}
