package dev.holdfast.proof.gatemodel;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.gatemodel.GateState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The clock, the stock-apps that write marks, and the order-app that refuses by them. All times are differences to now, so
 * the clock may go on for ever. A mark refuses while its rest is 1 or more.
 */
final class Marks {
    private final World world;
    private final Parts parts;
    private final int lease;
    private final int endless;
    private final List<Action<GateState>> actions = new ArrayList<>();

    Marks(World world, Parts parts) {
        this.world = world;
        this.parts = parts;
        lease = world.lease();
        endless = lease + 1;
        if (!world.hasMarks()) {
            return;
        }
        add("a tick passes", this::tick);
        for (int w = 0; w < world.markWriters(); w++) {
            int writer = w;
            String name = "writer " + (writer + 1);
            add(name + " reads the time of Redis", state -> readTime(state, writer));
            add(name + " reads available", state -> readAvailable(state, writer));
            add("Redis writes the mark of " + name, state -> write(state, writer));
            // For the rest it is the same whether the process dies, or its command is lost.
            add(name + " gives up", state -> state.withWriter(writer, 0));
        }
        add("order-app asks for the mark", state -> state.asking() == 0 ? state.withAsking(1) : state);
        add("Redis tells order-app the mark", this::answer);
        add("order-app hears of the mark", this::hear);
        add("order-app gives up to hear of the mark", state -> state.withAsking(0));
        for (int o = 0; o < world.orders().size(); o++) {
            int order = o;
            add(
                    GateProtocol.name(order) + " arrives and is refused because of the mark",
                    state -> refuse(state, order));
        }
        if (parts.drop(Part.HEARING_EXTENDS_NOTHING)) {
            add("order-app hears that the row is sold out", this::hearOfSoldOut);
        }
    }

    List<Action<GateState>> actions() {
        return actions;
    }

    private void add(String name, UnaryOperator<GateState> effect) {
        actions.add(name.contains("gives up") ? fault(name, effect) : step(name, effect));
    }

    private GateState tick(GateState state) {
        GateState after = state.withMark(shorter(state.mark()))
                .withOldMark(shorter(state.oldMark()))
                .withKnown(shorter(state.known()))
                .withZeroAge(Math.min(state.zeroAge() + 1, lease));
        if (parts.keep(Part.REST_COUNTS_FROM_ASKING)) {
            after = after.withAsking(olderAsking(state.asking()));
        }
        for (int w = 0; w < world.markWriters(); w++) {
            after = parts.keep(Part.END_COUNTS_FROM_THE_TIME_READ)
                    ? after.withWriter(w, olderWriter(state.writer(w)))
                    : after;
        }
        return after;
    }

    private int shorter(int rest) {
        return rest == endless ? rest : Math.max(rest - 1, 0);
    }

    /** What is worth nothing any more is given up. */
    private int olderAsking(int asking) {
        if (asking == 0 || asking == lease) {
            return 0;
        }
        return asking < lease ? asking + 1 : rested(shorter(asking - lease));
    }

    private int rested(int rest) {
        return rest == 0 ? 0 : lease + rest;
    }

    private int olderWriter(int writer) {
        boolean isWorthNothing = writer == 0 || writer == lease || writer == 2 * lease;
        if (writer > 2 * lease) {
            return writer;
        }
        return isWorthNothing ? 0 : writer + 1;
    }

    private GateState readTime(GateState state, int writer) {
        if (parts.keep(Part.TIME_IS_READ_BEFORE_THE_DATABASE)) {
            return state.writer(writer) == 0 ? state.withWriter(writer, 1) : state;
        }
        return state.writer(writer) == 2 * lease + 1 ? state.withWriter(writer, lease + 1) : state;
    }

    private GateState readAvailable(GateState state, int writer) {
        int step = state.writer(writer);
        if (parts.drop(Part.TIME_IS_READ_BEFORE_THE_DATABASE)) {
            return step == 0 && state.available() <= 0 ? state.withWriter(writer, 2 * lease + 1) : state;
        }
        if (step == 0 || step > lease) {
            return state;
        }
        boolean soldOut = parts.keep(Part.MARK_NEEDS_THE_DATABASE)
                ? state.available() <= 0
                : state.isLoaded() && state.free() <= 0;
        boolean renewed = parts.drop(Part.RENEWAL_READS_AGAIN) && state.mark() > 0;
        return state.withWriter(writer, soldOut || renewed ? lease + step : 0);
    }

    /** A mark never ends earlier than before. None is written while there are free units, which only spares a look-up. */
    private GateState write(GateState state, int writer) {
        int step = state.writer(writer);
        if (step <= lease || step > 2 * lease) {
            return state;
        }
        if (!state.isLoaded() || state.free() > 0) {
            return state.withWriter(writer, 0);
        }
        int age = step - lease - 1;
        int rest = Math.max(state.mark(), parts.keep(Part.MARK_HAS_AN_END) ? lease - age : endless);
        return state.withMark(rest)
                .withOldMark(Math.max(rest, state.oldMark()))
                .withWriter(writer, 0)
                .withTold(true);
    }

    private GateState answer(GateState state) {
        int asking = state.asking();
        if (asking == 0 || asking > lease) {
            return state;
        }
        int age = parts.keep(Part.REST_COUNTS_FROM_ASKING) ? asking - 1 : 0;
        int rest = state.mark() == endless ? endless : Math.max(state.mark() - age, 0);
        return state.withAsking(rested(rest));
    }

    private GateState hear(GateState state) {
        return state.asking() > lease ? state.withKnown(state.asking() - lease).withAsking(0) : state;
    }

    private GateState hearOfSoldOut(GateState state) {
        return state.isTold() ? state.withKnown(lease).withTold(false) : state;
    }

    private GateState refuse(GateState state, int order) {
        if (!state.is(order, Phase.NOT_ARRIVED) || state.known() == 0) {
            return state;
        }
        return state.with(order, state.zeroAge() < lease ? Phase.OVER : Phase.WRONGLY_REFUSED_BY_MARK);
    }
}
