package dev.holdfast.proof.gatemodel;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.gatemodel.GateState.Keeping;
import dev.holdfast.proof.gatemodel.GateState.Phase;
import dev.holdfast.proof.gatemodel.GateState.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The keeper, at whichever instance: the row's lock lets one at a time do it. */
final class Keeper {
    private final World world;
    private final Parts parts;
    private final Scripts scripts;
    private final List<Action<GateState>> actions = new ArrayList<>();

    Keeper(World world, Parts parts, Scripts scripts) {
        this.world = world;
        this.parts = parts;
        this.scripts = scripts;
        if (parts.drop(Part.KEEPER_LOADS)) {
            return;
        }
        actions.add(step("the keeper locks the row and reads available", Keeper::lock));
        actions.add(step("the keeper reads the holders", this::readHolders));
        actions.add(
                step("the keeper reads their reservations, sends a load", state -> sendLoad(state, order -> false)));
        if (parts.keep(Part.UNKNOWN_HOLDERS_ARE_FORGOTTEN)) {
            actions.add(step(
                    "the keeper reads their reservations, sends a load that forgets old ones",
                    state -> sendLoad(state, order -> isOld(state, order))));
        }
        if (parts.drop(Part.HOLDERS_ARE_NOT_FORGOTTEN_EARLY)) {
            actions.add(step(
                    "the keeper reads their reservations, sends a load that forgets all unknown",
                    state -> sendLoad(state, order -> true)));
        }
        actions.add(step("Redis executes the load, the row is unlocked", this::load));
        if (world.has(Fault.LOCK_LOST) || world.has(Fault.CRASH)) {
            actions.add(fault("the keeper loses its lock", this::loseLock));
        }
    }

    List<Action<GateState>> actions() {
        return actions;
    }

    private static GateState lock(GateState state) {
        return state.keeping() == Keeping.IDLE
                ? state.with(Keeping.LOCKED).withAvailableRead(Math.max(state.available(), 0))
                : state;
    }

    private GateState readHolders(GateState state) {
        if (state.keeping() != Keeping.LOCKED) {
            return state;
        }
        GateState after = state.with(Keeping.HOLDERS_READ);
        for (int o = 0; o < world.orders().size(); o++) {
            after = after.with(o, state.isHolder(o) ? Seen.YES : Seen.NO);
        }
        return after;
    }

    private GateState sendLoad(GateState state, IntPredicate isForgotten) {
        if (state.keeping() != Keeping.HOLDERS_READ) {
            return state;
        }
        GateState after = state.with(Keeping.LOAD_SENT);
        for (int o = 0; o < world.orders().size(); o++) {
            if (state.seen(o) == Seen.YES) {
                Seen unknown = isForgotten.test(o) ? Seen.GONE : Seen.NO;
                after = after.with(
                        o,
                        switch (state.cell(o)) {
                            case ABSENT -> unknown;
                            case TRIED -> Seen.YES;
                            case CONFIRMED, CANCELLED -> Seen.GONE;
                        });
            }
        }
        return after;
    }

    /** So long a holder that its Try is surely over. */
    private static boolean isOld(GateState state, int order) {
        return state.phase(order).isOver() || state.is(order, Phase.LEFT);
    }

    private GateState load(GateState state) {
        return state.keeping() == Keeping.LOAD_SENT || state.keeping() == Keeping.LOAD_LATE
                ? idle(scripts.load(state))
                : state;
    }

    /** Its transaction ends, since it is late or its process dies. */
    private GateState loseLock(GateState state) {
        if (!state.keeping().holdsTheLock()) {
            return state;
        }
        return state.keeping() == Keeping.LOAD_SENT && parts.drop(Part.LATE_LOAD_IS_REFUSED)
                ? state.with(Keeping.LOAD_LATE)
                : idle(state);
    }

    private GateState idle(GateState state) {
        GateState after = state.with(Keeping.IDLE).withAvailableRead(0);
        for (int o = 0; o < world.orders().size(); o++) {
            after = after.with(o, Seen.NO);
        }
        return after;
    }
}
