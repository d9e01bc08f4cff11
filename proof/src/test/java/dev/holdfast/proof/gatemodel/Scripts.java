package dev.holdfast.proof.gatemodel;

import dev.holdfast.proof.gatemodel.GateState.Command;
import dev.holdfast.proof.gatemodel.GateState.Phase;
import dev.holdfast.proof.gatemodel.GateState.Seen;

/** What Redis executes: each script is one step. */
final class Scripts {
    private final World world;
    private final Parts parts;

    Scripts(World world, Parts parts) {
        this.world = world;
        this.parts = parts;
    }

    GateState execute(GateState state, Command command, int order) {
        return switch (command) {
            case TAKE -> take(state, order);
            case FORCE -> force(state, order);
            case SETTLE -> state.withHolder(order, false);
            case GIVE_BACK -> giveBack(state, order);
        };
    }

    /** Answers the Try at once, if it waits for this. */
    private GateState take(GateState state, int order) {
        int quantity = world.orders().get(order).hot();
        boolean waits = state.is(order, Phase.AT_GATE);
        if (!state.isLoaded() || state.isHolder(order) && parts.keep(Part.TAKE_IS_KEYED)) {
            return waits ? state.with(order, Phase.ADMITTED) : state;
        }
        if (quantity > state.free()) {
            return waits ? state.with(order, Phase.SHORT) : state;
        }
        GateState taken = state.withHolder(order, true).withFree(state.free() - quantity);
        return waits ? taken.with(order, Phase.ADMITTED) : taken;
    }

    private GateState force(GateState state, int order) {
        GateState after = state.is(order, Phase.FORCING) ? state.with(order, Phase.ADMITTED) : state;
        if (!state.isLoaded() || state.isHolder(order) && parts.keep(Part.TAKE_IS_KEYED)) {
            return after;
        }
        int free = state.free() - world.orders().get(order).hot();
        return after.withHolder(order, true)
                .withFree(parts.keep(Part.FORCE_DOES_NOT_CLAMP) ? free : Math.max(free, Math.min(state.free(), 0)));
    }

    private GateState giveBack(GateState state, int order) {
        if (!state.isHolder(order) && parts.keep(Part.GIVE_BACK_ON_THE_EDGE)) {
            return state;
        }
        GateState after = state.withHolder(order, false);
        return state.isLoaded()
                ? withFree(after, state.free() + world.orders().get(order).hot())
                : after;
    }

    /** The keeper's load. */
    GateState load(GateState state) {
        GateState after = state;
        int free = state.availableRead();
        for (int o = 0; o < world.orders().size(); o++) {
            int quantity = world.orders().get(o).hot();
            if (state.seen(o) == Seen.GONE) {
                after = after.withHolder(o, false);
            } else if (state.isHolder(o) && state.seen(o) == Seen.YES) {
                free -= parts.drop(Part.LOAD_COUNTS_TRIED_UNITS_ONCE) ? quantity : 0;
            } else if (state.isHolder(o)) {
                free -= parts.keep(Part.LOAD_SUBTRACTS_UNKNOWN_HOLDERS) ? quantity : 0;
            }
        }
        return withFree(after, parts.keep(Part.LOAD_DOES_NOT_CLAMP) ? free : Math.max(free, 0));
    }

    private GateState withFree(GateState state, int free) {
        GateState after = state.withFree(free);
        return free > 0 && world.hasMarks() && parts.keep(Part.RETURN_DELETES_THE_MARK) ? after.withMark(0) : after;
    }

    GateState empty(GateState state) {
        GateState after = state.withFree(GateState.NOT_LOADED);
        for (int o = 0; o < world.orders().size(); o++) {
            after = after.withHolder(o, false);
        }
        return world.hasMarks() ? after.withMark(0) : after;
    }

    /** Other data: holders are the orders of the bits {@code holders}, as far as they have ever been at the gate. */
    GateState goBack(GateState state, int free, int holders, boolean withMark) {
        GateState after = empty(state).withFree(free);
        for (int o = 0; o < world.orders().size(); o++) {
            after = after.withHolder(o, (holders >> o & 1) == 1 && !state.is(o, Phase.NOT_ARRIVED));
        }
        return withMark ? after.withMark(state.oldMark()) : after;
    }
}
