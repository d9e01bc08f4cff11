package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;
import static dev.holdfast.proof.model.Row.Status.NEW;
import static dev.holdfast.proof.model.Rule.ANOTHERS_ANSWER_SETTLES_NOTHING;
import static dev.holdfast.proof.model.Rule.FINISHED_DOES_NOT_MEAN_COMMITTED;
import static dev.holdfast.proof.model.Rule.FINISHED_DOES_NOT_MEAN_ROLLED_BACK;
import static dev.holdfast.proof.model.Rule.HELD_IS_SWEPT;
import static dev.holdfast.proof.model.Rule.NEW_IS_DECIDED_BY_ITS_ROW;
import static dev.holdfast.proof.model.Rule.NO_ANSWER_SETTLES_NOTHING;
import static dev.holdfast.proof.model.Rule.ORDER_IS_REJECTED_ONLY_IF_NEW;
import static dev.holdfast.proof.model.Rule.SEATA_DECIDES_WHILE_IT_REMEMBERS;
import static dev.holdfast.proof.model.Rule.STATE_READ_EARLIER_SETTLES_NOTHING;
import static dev.holdfast.proof.model.Rule.STOCK_FIRST_THEN_THE_ORDER;
import static dev.holdfast.proof.model.Rule.SWEPT_FOR_EVER;
import static dev.holdfast.proof.model.Rule.SWEPT_THOUGH_THE_ORDER_IS_ABSENT;
import static dev.holdfast.proof.model.Rule.SWEPT_THOUGH_THE_ORDER_IS_CLOSED;
import static dev.holdfast.proof.model.Rule.SWEPT_WITH_ITS_OWN_XID;
import static dev.holdfast.proof.model.Rule.TRIED_IS_DECIDED_BY_ITS_CELL;
import static dev.holdfast.proof.model.Rule.ZERO_ROWS_LOOK_AGAIN;
import static dev.holdfast.tcc.TccVerb.CANCEL;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.model.Errand.Step;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.TccState;
import java.util.ArrayList;
import java.util.List;

/** One resolver, by the three rules; dies and starts again as it likes. "Old enough" is no rule here: it comes at any time. */
final class Resolver {
    private final int number;
    private final World world;
    private final Rules rules;
    private final Orders orders;
    private final Stock stock;

    Resolver(int number, World world, Rules rules, Orders orders, Stock stock) {
        this.number = number;
        this.world = world;
        this.rules = rules;
        this.orders = orders;
        this.stock = stock;
    }

    List<Action<State>> actions() {
        List<Action<State>> actions = new ArrayList<>();
        if (world.hasOrders()) {
            world.ids().forEach(id -> actions.addAll(decideNew(id)));
        }
        for (Xid xid : world.xids()) {
            for (Id id : world.ids()) {
                String of = "(" + id + ", " + xid + ")";
                actions.add(step(
                        "resolver: reservation " + id + " is TRIED, Seata has no open " + xid + ": sends Cancel",
                        state -> sweep(state, id, xid)));
                if (world.hasOrders()) {
                    actions.add(step(
                            "resolver: order " + id + " is TRIED, Seata has no open " + xid + ": sends Cancel" + of,
                            state -> decideTried(state, id, xid)));
                    actions.addAll(shortcuts(id, xid));
                }
            }
        }
        actions.add(step("stock answers a resolver's Cancel, and it hears it", this::hear));
        if (world.hasOrders()) {
            actions.add(step("resolver: does to the order what stock said", this::act));
        }
        actions.add(fault("a resolver dies, or its call or the answer is lost", this::giveUp));
        return actions;
    }

    /** Rule 1. */
    private List<Action<State>> decideNew(Id id) {
        if (rules.drop(NEW_IS_DECIDED_BY_ITS_ROW)) {
            return List.of();
        }
        if (rules.keep(ORDER_IS_REJECTED_ONLY_IF_NEW) && rules.keep(ZERO_ROWS_LOOK_AGAIN)) {
            return List.of(step(
                    "resolver: order " + id + " is old and NEW: REJECTED",
                    state -> state.row(id).is(NEW) ? orders.rejected(state, id) : state));
        }
        return List.of(
                step(
                        "resolver: reads that order " + id + " is NEW",
                        state -> isIdle(state) && state.row(id).is(NEW)
                                ? state.with(number, new Errand(Step.SAW_NEW, id, Xid.X1))
                                : state),
                step("resolver: rejects order " + id + ", which it saw NEW", state -> rejectWhatWasNew(state, id)));
    }

    private State rejectWhatWasNew(State state, Id id) {
        if (!state.errand(number).equals(new Errand(Step.SAW_NEW, id, Xid.X1))) {
            return state;
        }
        State after = orders.rejected(state, id).with(number, Errand.NONE);
        return rules.drop(ZERO_ROWS_LOOK_AGAIN) ? after.lookAt(id) : after;
    }

    /** Rule 2. */
    private State decideTried(State state, Id id, Xid xid) {
        boolean due = state.row(id).isTriedUnder(xid) && !state.lookedAt(id);
        return due && rules.keep(TRIED_IS_DECIDED_BY_ITS_CELL) ? ask(state, id, xid) : state;
    }

    /** Rule 3. */
    private State sweep(State state, Id id, Xid own) {
        Row row = state.row(id);
        boolean open = row.isOpen() || rules.keep(SWEPT_THOUGH_THE_ORDER_IS_CLOSED) || row.equals(Row.ABSENT);
        boolean there = !row.equals(Row.ABSENT) || rules.keep(SWEPT_THOUGH_THE_ORDER_IS_ABSENT);
        boolean due = isHeld(state, id, own) && !state.swept(id) && open && there && rules.keep(HELD_IS_SWEPT);
        Xid xid = rules.keep(SWEPT_WITH_ITS_OWN_XID) ? own : row.xid();
        if (!due || xid == null) {
            return state;
        }
        State after = ask(state, id, xid);
        return rules.drop(SWEPT_FOR_EVER) && !after.equals(state) ? after.sweep(id) : after;
    }

    private State ask(State state, Id id, Xid xid) {
        return isIdle(state) && maySettle(state, xid) ? state.with(number, new Errand(Step.ASKED, id, xid)) : state;
    }

    private boolean maySettle(State state, Xid xid) {
        return !state.seata(xid).isUnfinished() || rules.drop(SEATA_DECIDES_WHILE_IT_REMEMBERS);
    }

    private State hear(State state) {
        Errand errand = state.errand(number);
        if (errand.step() != Step.ASKED) {
            return state;
        }
        Stock.Told told = stock.ask(state, CANCEL, errand.id(), errand.xid());
        return switch (told.answer()) {
            case YES -> told.after().with(number, errand.now(Step.TOLD_CANCELLED));
            case ALREADY_CONFIRMED -> told.after().with(number, errand.now(Step.TOLD_CONFIRMED));
            case ID_REUSED -> told.after()
                    .with(
                            number,
                            rules.keep(ANOTHERS_ANSWER_SETTLES_NOTHING) ? Errand.NONE : errand.now(Step.TOLD_ANOTHERS));
            default -> told.after().with(number, Errand.NONE);
        };
    }

    private State act(State state) {
        Errand errand = state.errand(number);
        State idle = state.with(number, Errand.NONE);
        return switch (errand.step()) {
            case TOLD_CANCELLED, TOLD_ANOTHERS -> orders.cancelled(idle, errand.id(), errand.xid());
            case TOLD_CONFIRMED -> orders.confirmed(idle, errand.id(), errand.xid());
            default -> state;
        };
    }

    private State giveUp(State state) {
        Errand errand = state.errand(number);
        State idle = state.with(number, Errand.NONE);
        // What was sent may still arrive.
        return errand.step() == Step.ASKED ? idle.send(CANCEL, errand.id(), errand.xid()) : idle;
    }

    /** What rule 2 forbids. */
    private List<Action<State>> shortcuts(Id id, Xid xid) {
        List<Action<State>> shortcuts = new ArrayList<>();
        String order = "resolver: order " + id + " is TRIED, Seata has no open " + xid + ": ";
        if (rules.drop(FINISHED_DOES_NOT_MEAN_COMMITTED)) {
            shortcuts.add(step(
                    order + "takes it for committed",
                    state -> isDue(state, id, xid) ? orders.confirmed(state, id, xid) : state));
        }
        if (rules.drop(FINISHED_DOES_NOT_MEAN_ROLLED_BACK)) {
            shortcuts.add(step(
                    order + "takes it for rolled back",
                    state -> isDue(state, id, xid) ? orders.cancelled(state, id, xid) : state));
        }
        if (rules.drop(STOCK_FIRST_THEN_THE_ORDER)) {
            shortcuts.add(step(
                    order + "cancels the order, then sends Cancel",
                    state -> isDue(state, id, xid)
                            ? orders.cancelled(state, id, xid).send(CANCEL, id, xid)
                            : state));
        }
        if (rules.drop(NO_ANSWER_SETTLES_NOTHING)) {
            shortcuts.add(step(
                    "resolver: hears no answer to Cancel of " + id + " and takes it for done",
                    state -> state.errand(number).equals(new Errand(Step.ASKED, id, xid))
                            ? orders.cancelled(giveUp(state), id, xid)
                            : state));
        }
        if (rules.drop(STATE_READ_EARLIER_SETTLES_NOTHING)) {
            shortcuts.add(step(
                    "resolver: reads that reservation " + id + " is TRIED, Seata has no open " + xid,
                    state -> isIdle(state) && isHeld(state, id, xid) && maySettle(state, xid)
                            ? state.with(number, new Errand(Step.SAW_TRIED, id, xid))
                            : state));
            shortcuts.add(step(
                    "resolver: cancels order " + id + ", whose reservation it saw TRIED, and sends Cancel",
                    state -> state.errand(number).equals(new Errand(Step.SAW_TRIED, id, xid))
                            ? orders.cancelled(state, id, xid)
                                    .with(number, Errand.NONE)
                                    .send(CANCEL, id, xid)
                            : state));
        }
        return shortcuts;
    }

    private boolean isDue(State state, Id id, Xid xid) {
        return state.row(id).isTriedUnder(xid) && maySettle(state, xid);
    }

    private boolean isIdle(State state) {
        return state.errand(number).equals(Errand.NONE);
    }

    private static boolean isHeld(State state, Id id, Xid xid) {
        return state.cell(id).equals(new Cell(TccState.TRIED, xid.toString()));
    }
}
