package dev.holdfast.proof.model;

import static dev.holdfast.proof.explorer.Action.fault;
import static dev.holdfast.proof.explorer.Action.step;
import static dev.holdfast.proof.model.Rule.CANCEL_LEAVES_A_TOMBSTONE;
import static dev.holdfast.proof.model.Rule.CELL_BELONGS_TO_ITS_XID;
import static dev.holdfast.proof.model.Rule.STOCK_ROW_IS_GUARDED;
import static dev.holdfast.tcc.TccVerb.CANCEL;
import static dev.holdfast.tcc.TccVerb.CONFIRM;
import static dev.holdfast.tcc.TccVerb.TRY;

import dev.holdfast.proof.explorer.Action;
import dev.holdfast.proof.model.State.Heard;
import dev.holdfast.proof.model.State.Placing;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.TccAnswer;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.util.ArrayList;
import java.util.List;

/** stock-app, and the wires to it: answers whatever reaches it, whenever it does, however often, by the kernel's table. */
final class Stock {
    private final World world;
    private final Rules rules;
    private final Table table;

    Stock(World world, Rules rules, Table table) {
        this.world = world;
        this.rules = rules;
        this.table = table;
    }

    /** The twelve cells. */
    interface Table {
        TccAnswer on(Cell cell, TccVerb verb, String xid);
    }

    enum Answer {
        YES,
        SHORT,
        ALREADY_CANCELLED,
        ALREADY_CONFIRMED,
        NOT_TRIED,
        ID_REUSED
    }

    /** What stock says, and what is afterwards. */
    record Told(Answer answer, State after) {}

    Told ask(State state, TccVerb verb, Id id, Xid xid) {
        Cell cell = state.cell(id);
        if (verb == CANCEL && cell.isAbsent() && rules.drop(CANCEL_LEAVES_A_TOMBSTONE)) {
            return new Told(Answer.YES, state);
        }
        boolean ownerMatters = cell.isAbsent() || rules.keep(CELL_BELONGS_TO_ITS_XID);
        TccAnswer answer = table.on(cell, verb, ownerMatters ? xid.toString() : cell.xid());
        if (answer instanceof TccAnswer.Refuse no) {
            return new Told(Answer.valueOf(no.reason().name()), state);
        }
        State after = answer instanceof TccAnswer.Move move ? state.with(id, moved(cell, move.to(), xid)) : state;
        if (takes(cell, after.cell(id)) && state.available() == 0 && rules.keep(STOCK_ROW_IS_GUARDED)) {
            return new Told(Answer.SHORT, state);
        }
        return new Told(Answer.YES, after);
    }

    /** Whether stock says yes to this verb and moves nothing: whoever asks now, or asked before, hears it. */
    boolean saysYes(State state, TccVerb verb, Id id, Xid xid) {
        Told told = ask(state, verb, id, xid);
        return told.answer() == Answer.YES && told.after() == state;
    }

    private static Cell moved(Cell cell, TccState to, Xid xid) {
        if (to == TccState.ABSENT) {
            return Cell.ABSENT;
        }
        return new Cell(to, cell.isAbsent() ? xid.toString() : cell.xid());
    }

    private static boolean takes(Cell before, Cell after) {
        return !has(before) && has(after);
    }

    private static boolean has(Cell cell) {
        return cell.state() == TccState.TRIED || cell.state() == TccState.CONFIRMED;
    }

    /** Whether no verb of anybody ever moves this cell again. */
    boolean isDead(Cell cell) {
        if (cell.isAbsent()) {
            return false;
        }
        for (TccVerb verb : TccVerb.values()) {
            if (table.on(cell, verb, cell.xid()) instanceof TccAnswer.Move) {
                return false;
            }
        }
        return true;
    }

    List<Action<State>> actions() {
        List<Action<State>> actions = new ArrayList<>();
        for (Xid xid : world.xids()) {
            for (Id id : world.ids()) {
                String of = "(" + id + ", " + xid + ")";
                actions.add(step(
                        "stock answers Try" + of + ", and order-app hears it", state -> answerTry(state, id, xid)));
                actions.add(fault(
                        "Try" + of + " reaches stock late, or again, or its answer is lost",
                        state -> state.onTheWay(TRY, id, xid)
                                ? ask(state, TRY, id, xid).after()
                                : state));
                actions.add(step(
                        "Confirm" + of + " reaches stock",
                        state -> state.onTheWay(CONFIRM, id, xid)
                                ? ask(state, CONFIRM, id, xid).after()
                                : state));
                actions.add(step(
                        "Cancel" + of + " reaches stock",
                        state -> cancelMayCome(state, id, xid)
                                ? ask(state, CANCEL, id, xid).after()
                                : state));
                for (TccVerb verb : TccVerb.values()) {
                    actions.add(fault(verb + of + " is lost on its way to stock", state -> state.lose(verb, id, xid)));
                }
            }
        }
        actions.add(step("a rival buys a unit", state -> buy(state)));
        return actions;
    }

    private State answerTry(State state, Id id, Xid xid) {
        boolean waiting = state.placing(xid) == Placing.TRY_SENT && state.heard(id, xid) == Heard.NOTHING;
        if (!waiting || !state.onTheWay(TRY, id, xid)) {
            return state;
        }
        Told told = ask(state, TRY, id, xid);
        return told.after()
                .with(
                        id,
                        xid,
                        switch (told.answer()) {
                            case YES -> Heard.YES;
                            case SHORT -> Heard.SHORT;
                            default -> Heard.NO;
                        });
    }

    /** Sent by somebody, or by Seata's door, which sends it again and again. */
    private boolean cancelMayCome(State state, Id id, Xid xid) {
        return state.onTheWay(CANCEL, id, xid) || Doors.isCancelOnItsWay(state, rules, id, xid);
    }

    private State buy(State state) {
        boolean may = !state.rivalHasBought() && (state.available() > 0 || rules.drop(STOCK_ROW_IS_GUARDED));
        return may ? state.rivalBuys() : state;
    }
}
