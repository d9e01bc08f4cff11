package dev.holdfast.proof.replaymodel;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.explorer.Invariant;
import dev.holdfast.proof.explorer.Space;
import dev.holdfast.proof.replaymodel.ReplayState.Order;
import dev.holdfast.proof.replaymodel.ReplayState.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All that can happen. Marks come and go at any time, which is more than the gate allows: what they are made of is the other
 * model's part.
 */
final class ReplayProtocol implements Space<ReplayState> {
    /** A replay that was sent after an answer had been received is not refused from memory. */
    static final String REPLAY_HEARS_ITS_ANSWER = "REPLAY_HEARS_ITS_ANSWER";

    private final Set<Fault> faults;
    private final Set<Part> dropped;
    private final List<Action<ReplayState>> actions = new ArrayList<>();

    ReplayProtocol(Set<Fault> faults, Set<Part> dropped) {
        this.faults = faults;
        this.dropped = dropped;
        addRedis();
        addOrder();
        addReadings();
        addReplay();
    }

    private boolean keep(Part part) {
        return !dropped.contains(part);
    }

    private void add(String name, UnaryOperator<ReplayState> effect) {
        actions.add(Action.step(name, effect));
    }

    private void addFault(Fault fault, String name, UnaryOperator<ReplayState> effect) {
        if (faults.contains(fault)) {
            actions.add(Action.fault(name, effect));
        }
    }

    private void addRedis() {
        add("a tick passes", state -> {
            ReplayState after = state.tick();
            return state.order() == Order.WAITS ? after.with(Order.ANSWERED) : after;
        });
        add("the mark ends or is deleted", state -> state.withMark(0));
        add("a mark is made", this::make);
        add("another order passes and is counted", ReplayProtocol::count);
        add(
                "the stock-app deletes the mark, since a take had no answer",
                state -> state.isUnmarkDue() ? state.withMark(0).withUnmarkDue(false) : state);
        addFault(
                Fault.REDIS_EMPTIED,
                "Redis loses its data",
                state -> state.isUpset() ? state : state.withMark(0).upset());
        for (int b = 0; b < ReplayState.PASSED; b++) {
            int back = b;
            addFault(Fault.REDIS_GOES_BACK, "Redis goes back", state -> goBack(state, back));
        }
    }

    private ReplayState make(ReplayState state) {
        int since = (state.last() - 1) / ReplayState.PASSED + (keep(Part.NEW_MARK_NEW_SINCE) ? 1 : 0);
        if (state.mark() != 0 || since == ReplayState.SINCES) {
            return state;
        }
        int made = since * ReplayState.PASSED + 1;
        return state.withMark(made).withLast(made);
    }

    /** Whether one more can be counted: so many orders there are. */
    private static boolean isCountable(ReplayState state) {
        return state.mark() == 0 || state.mark() % ReplayState.PASSED != 0;
    }

    private static ReplayState count(ReplayState state) {
        return state.mark() == 0 || !isCountable(state)
                ? state
                : state.withMark(state.mark() + 1).withLast(state.mark() + 1);
    }

    private static ReplayState goBack(ReplayState state, int back) {
        int passed = (state.last() - 1) % ReplayState.PASSED;
        if (state.isUpset() || back > passed) {
            return state;
        }
        int older = state.last() - back;
        return state.withMark(older).withLast(older).upset();
    }

    private void addOrder() {
        add("the order is claimed", state -> state.order() == Order.NEW ? state.with(Order.CLAIMED) : state);
        add(
                "its take is executed and answered",
                state -> state.order() == Order.CLAIMED && isCountable(state)
                        ? (keep(Part.TAKE_COUNTS) ? count(state) : state).with(Order.AT_GATE)
                        : state);
        addFault(
                Fault.TAKE_UNANSWERED,
                "its take has no answer",
                state -> state.order() == Order.CLAIMED
                        ? state.with(Order.AT_GATE)
                                .withUncounted()
                                .withUnmarkDue(keep(Part.UNANSWERED_TAKE_DELETES_THE_MARK))
                        : state);
        add("the database grants it", state -> state.order() == Order.AT_GATE ? state.with(Order.GRANTED) : state);
        add("it is refused", state -> state.order() == Order.AT_GATE ? state.with(Order.REFUSED) : state);
        add(
                "it is counted and answered",
                state -> isDecided(state) && isCountable(state)
                        ? (keep(Part.ANSWER_IS_COUNTED) ? count(state) : state).with(Order.ANSWERED)
                        : state);
        addFault(
                Fault.COUNT_UNANSWERED,
                "its count has no answer",
                state -> isDecided(state)
                        ? state.with(keep(Part.UNCOUNTED_ANSWER_WAITS) ? Order.WAITS : Order.ANSWERED)
                        : state);
        addFault(
                Fault.HINT_LOST,
                "it is granted and answered, no mark being known",
                state ->
                        state.order() == Order.GRANTED && !(state.mayBeUncounted() && keep(Part.UNCOUNTED_TAKE_IS_TOLD))
                                ? state.with(Order.ANSWERED)
                                : state);
    }

    private static boolean isDecided(ReplayState state) {
        return state.order() == Order.GRANTED || state.order() == Order.REFUSED;
    }

    private void addReadings() {
        add("another order is told the mark", state -> state.withOther(state.mark()));
        add(
                "a reading begins for it",
                state -> state.reading() == 0 && state.other() != 0
                        ? state.beginReading(state.other()).withOther(0)
                        : state);
        if (!keep(Part.VERSION_IS_TOLD_BEFORE_THE_READING)) {
            add(
                    "the mark is asked for while a reading goes on",
                    state -> state.reading() != 0 && state.mark() != 0 ? state.withReading(state.mark()) : state);
        }
        add("a reading ends", this::endReading);
    }

    private ReplayState endReading(ReplayState state) {
        if (state.reading() == 0) {
            return state;
        }
        ReplayState read = state.withKeyKnown(state.isKeyKnown() || state.findsKey())
                .withComplete(state.reading(), state.isReadingFresh())
                .withoutReading();
        boolean isServed = state.replay() == Replay.IN_READING
                || state.replay() == Replay.TOLD && state.told() == state.reading() && state.isReadingFresh();
        return isServed ? decide(read) : read;
    }

    private void addReplay() {
        add(
                "the order is replayed",
                state -> state.replay() == Replay.NOT_SENT && state.order() == Order.ANSWERED
                        ? state.with(Replay.ARRIVED)
                        : state);
        add(
                "the replay is told the mark",
                state -> state.replay() == Replay.ARRIVED
                        ? state.mark() == 0
                                ? state.with(Replay.PLACED)
                                : state.with(Replay.TOLD).withTold(state.mark())
                        : state);
        if (!keep(Part.MARK_IS_ASKED_AFTER_ARRIVAL)) {
            add(
                    "the replay takes what another order was told",
                    state -> state.replay() == Replay.ARRIVED && state.other() != 0
                            ? state.with(Replay.TOLD).withTold(state.other())
                            : state);
        }
        add(
                "the replay finds the keys complete",
                state -> state.replay() == Replay.TOLD && isComplete(state) ? decide(state) : state);
        add(
                "a reading begins for the replay",
                state -> state.replay() == Replay.TOLD && state.reading() == 0 && !isComplete(state)
                        ? state.beginReading(state.told()).with(Replay.IN_READING)
                        : state);
        add(
                "the replay has waited long enough",
                state -> state.replay() == Replay.TOLD || state.replay() == Replay.IN_READING
                        ? state.with(Replay.PLACED)
                        : state);
    }

    private boolean isComplete(ReplayState state) {
        return state.complete() != 0
                && (state.complete() == state.told() || !keep(Part.CHANGED_VERSION_READS_AGAIN))
                && (state.isCompleteFresh() || !keep(Part.READING_COUNTS_FOR_A_LEASE));
    }

    private static ReplayState decide(ReplayState state) {
        return state.with(state.isKeyKnown() ? Replay.PLACED : Replay.REFUSED);
    }

    @Override
    public ReplayState start() {
        return ReplayState.start();
    }

    @Override
    public List<Action<ReplayState>> actions() {
        return actions;
    }

    @Override
    public List<Invariant<ReplayState>> invariants() {
        return List.of(Invariant.ofStates(REPLAY_HEARS_ITS_ANSWER, state -> state.replay() != Replay.REFUSED));
    }

    /** The replay is placed, if it was sent. */
    @Override
    public boolean isSettled(ReplayState state) {
        return state.replay() == Replay.PLACED || state.replay() == Replay.REFUSED;
    }

    /** Once the key is known here the replay will be placed, and nothing else is asked. */
    @Override
    public long pack(ReplayState state) {
        if (isSettled(state)) {
            return ReplayState.end(state.replay()).bits();
        }
        if (state.isKeyKnown()) {
            return ReplayState.end(Replay.PLACED).bits();
        }
        boolean isOld = keep(Part.READING_COUNTS_FOR_A_LEASE) && !state.isCompleteFresh();
        return (isOld ? state.withComplete(0, false) : state).bits();
    }

    @Override
    public ReplayState unpack(long bits) {
        return new ReplayState(bits);
    }
}
