package dev.holdfast.proof.gatemodel;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.gatemodel.GateState.Cell;
import dev.holdfast.proof.gatemodel.GateState.Command;
import dev.holdfast.proof.gatemodel.GateState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What becomes of each order at the stock-apps: its Try, each at any instance, and its Confirm or Cancel. */
final class Orders {
    private final World world;
    private final Parts parts;
    private final Scripts scripts;
    private final List<Action<GateState>> actions = new ArrayList<>();

    Orders(World world, Parts parts, Scripts scripts) {
        this.world = world;
        this.parts = parts;
        this.scripts = scripts;
        for (int o = 0; o < world.orders().size(); o++) {
            int order = o;
            String name = GateProtocol.name(order);
            add(name + " arrives and asks the gate", state -> arrive(state, order));
            add(name + " has no answer of the gate in time", state -> goOnWithoutAnswer(state, order));
            add(name + " is short at the gate: available is read", state -> lookUp(state, order));
            add(name + " is tried in the database", state -> tryInDatabase(state, order));
            add(name + " is confirmed", state -> confirm(state, order));
            add(name + " is cancelled", state -> cancel(state, order));
            for (Command command : Command.values()) {
                addCommand(name, command, order);
            }
            addFaults(name, order);
        }
    }

    List<Action<GateState>> actions() {
        return actions;
    }

    private void add(String name, UnaryOperator<GateState> effect) {
        actions.add(step(name, effect));
    }

    private void addFault(boolean happens, String name, UnaryOperator<GateState> effect) {
        if (happens) {
            actions.add(fault(name, effect));
        }
    }

    private void addFaults(String name, int order) {
        addFault(
                world.has(Fault.LOOK_UP_FAILS),
                name + " is short at the gate: available cannot be read",
                state -> failToLookUp(state, order));
        addFault(
                world.has(Fault.TRY_THROWS),
                name + "'s Try throws: it surely holds nothing",
                state -> throwSurely(state, order));
        addFault(
                world.has(Fault.TRY_THROWS),
                name + "'s Try throws and is tried again, alone",
                state -> tryAgain(state, order));
        addFault(
                world.has(Fault.TRY_THROWS),
                name + "'s Try throws after its commit",
                state -> state.is(order, Phase.ADMITTED)
                        ? throwUncertain(tryInDatabase(state, order), order, Phase.HELD)
                        : state);
        addFault(
                world.has(Fault.TRY_THROWS),
                name + "'s Try throws, and may hold something",
                state -> throwUncertain(state, order, Phase.ADMITTED));
        addFault(
                world.has(Fault.CRASH),
                name + "'s stock-app crashes",
                state -> state.phase(order).isInTry() ? state.with(order, Phase.LEFT) : state);
        addFault(
                world.has(Fault.CRASH),
                name + "'s Cancel overtakes its Try",
                state -> state.phase(order).isInTry() && state.is(order, Cell.ABSENT)
                        ? released(state.with(order, Cell.CANCELLED), Part.CANCEL_GIVES_BACK, order)
                        : state);
        addFault(
                world.has(Fault.CRASH),
                name + " is rejected without a Cancel",
                state -> state.is(order, Phase.LEFT) && !state.is(order, Cell.TRIED)
                        ? state.with(order, Phase.OVER)
                        : state);
    }

    private void addCommand(String name, Command command, int order) {
        String text = command + " of " + name;
        add(
                "Redis executes " + text,
                state -> state.isOnTheWay(command, order)
                        ? scripts.execute(state, command, order).drop(command, order)
                        : state);
        addFault(
                world.has(Fault.REDIS_DOUBLES),
                "Redis executes " + text + " twice",
                state -> state.isOnTheWay(command, order)
                        ? scripts.execute(scripts.execute(state, command, order), command, order)
                                .drop(command, order)
                        : state);
        addFault(
                world.has(Fault.REDIS_REPEATS),
                "Redis executes " + text + ", and will again",
                state -> state.isOnTheWay(command, order) ? scripts.execute(state, command, order) : state);
        addFault(
                world.has(Fault.REDIS_SILENT) || world.has(Fault.CRASH),
                text + " is lost",
                state -> state.drop(command, order));
        addFault(
                world.has(Fault.REDIS_SILENT),
                "Redis executes " + text + ", the answer is lost",
                state -> state.isOnTheWay(command, order)
                        ? scripts.execute(state, command, order)
                                .drop(command, order)
                                .with(order, state.phase(order))
                        : state);
    }

    private static GateState arrive(GateState state, int order) {
        return state.is(order, Phase.NOT_ARRIVED)
                ? state.with(order, Phase.AT_GATE).send(Command.TAKE, order)
                : state;
    }

    private GateState goOnWithoutAnswer(GateState state, int order) {
        Command command = state.is(order, Phase.AT_GATE) ? Command.TAKE : Command.FORCE;
        if (!state.is(order, Phase.AT_GATE) && !state.is(order, Phase.FORCING)
                || state.isOnTheWay(command, order) && !world.has(Fault.REDIS_LATE)) {
            return state;
        }
        return command == Command.TAKE && parts.drop(Part.NO_ANSWER_IS_NO_REFUSAL)
                ? refuseByGate(state, order)
                : state.with(order, Phase.ADMITTED);
    }

    private GateState lookUp(GateState state, int order) {
        if (!state.is(order, Phase.SHORT)) {
            return state;
        }
        if (parts.drop(Part.GATE_REFUSAL_IS_LOOKED_UP) || isShort(state, order) || state.isZeroRemembered()) {
            return refuseByGate(state.available() > 0 ? state : state.rememberZero(), order);
        }
        return parts.keep(Part.NOT_SHORT_TAKES_BY_FORCE)
                ? state.with(order, Phase.FORCING).send(Command.FORCE, order)
                : state.with(order, Phase.ADMITTED);
    }

    private GateState failToLookUp(GateState state, int order) {
        if (!state.is(order, Phase.SHORT)) {
            return state;
        }
        return parts.keep(Part.FAILED_LOOK_UP_IS_NOT_FINAL)
                ? state.with(order, Phase.OVER)
                : refuseByGate(state, order);
    }

    /** The answer is final: it is checked against the rule. */
    private GateState refuseByGate(GateState state, int order) {
        boolean allowed = state.wasShort(order) || isShort(state, order);
        return state.with(order, allowed ? Phase.OVER : Phase.WRONGLY_REFUSED_BY_GATE);
    }

    boolean isShort(GateState state, int order) {
        return state.available() < world.orders().get(order).hot();
    }

    /** One local transaction: all lines or none. */
    private GateState tryInDatabase(GateState state, int order) {
        if (!state.is(order, Phase.ADMITTED) || isLocked(state)) {
            return state;
        }
        boolean enough = !isShort(state, order) || parts.drop(Part.DATABASE_GUARDS_THE_ROW);
        boolean refused = state.is(order, Cell.CANCELLED)
                || !enough
                || state.coldAvailable() < world.orders().get(order).cold();
        return refused
                ? released(state.with(order, Phase.OVER), Part.REFUSED_TRY_GIVES_BACK, order)
                : state.with(order, Cell.TRIED).with(order, Phase.HELD);
    }

    private GateState throwSurely(GateState state, int order) {
        return state.is(order, Phase.ADMITTED)
                ? released(state.with(order, Phase.OVER), Part.THROWN_TRY_GIVES_BACK, order)
                : state;
    }

    private GateState tryAgain(GateState state, int order) {
        if (!state.is(order, Phase.ADMITTED)) {
            return state;
        }
        GateState after = state.with(order, Phase.AT_GATE).send(Command.TAKE, order);
        return parts.keep(Part.TRIED_AGAIN_GIVES_NOTHING_BACK) ? after : after.send(Command.GIVE_BACK, order);
    }

    private GateState throwUncertain(GateState state, int order, Phase before) {
        if (!state.is(order, before)) {
            return state;
        }
        GateState after = state.with(order, Phase.LEFT);
        return parts.keep(Part.UNCERTAIN_TRY_GIVES_NOTHING_BACK) ? after : after.send(Command.GIVE_BACK, order);
    }

    private GateState confirm(GateState state, int order) {
        if (!state.is(order, Phase.HELD) || isLocked(state)) {
            return state;
        }
        GateState after = state.with(order, Cell.CONFIRMED).with(order, Phase.OVER);
        return parts.keep(Part.CONFIRM_SETTLES) ? after.send(Command.SETTLE, order) : after;
    }

    /** Seata's or the resolver's: where nothing is TRIED it leaves a tombstone, for which no stock row is locked. */
    private GateState cancel(GateState state, int order) {
        boolean comes = state.is(order, Phase.HELD) || state.is(order, Phase.LEFT);
        if (!comes || state.is(order, Cell.TRIED) && isLocked(state)) {
            return state;
        }
        GateState after = state.with(order, Cell.CANCELLED).with(order, Phase.OVER);
        return released(after, Part.CANCEL_GIVES_BACK, order);
    }

    private GateState released(GateState state, Part part, int order) {
        return parts.keep(part) ? state.send(Command.GIVE_BACK, order) : state;
    }

    private boolean isLocked(GateState state) {
        return parts.keep(Part.KEEPER_LOCKS_THE_ROW) && state.keeping().holdsTheLock();
    }
}
