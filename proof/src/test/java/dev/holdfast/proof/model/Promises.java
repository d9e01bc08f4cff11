package dev.holdfast.proof.model;

import static dev.holdfast.proof.model.Row.Status.CONFIRMED;
import static dev.holdfast.proof.model.Row.Status.TRIED;

import dev.holdfast.proof.explorer.Invariant;
import dev.holdfast.proof.model.State.Heard;
import dev.holdfast.proof.model.State.Seata;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.util.List;
import java.util.function.BiPredicate;

/** What must be so at every instant, and what once quiet. */
final class Promises {
    /** The names of what must be so at every instant. */
    enum Promise {
        /** I1: {@code available >= 0}. */
        NEVER_OVERSOLD,
        /** An order that says CONFIRMED has its stock sold. */
        CONFIRMED_IS_SOLD,
        /** Stock is sold only to an order that is CONFIRMED, or on its way there; never to one that is off. */
        SOLD_HAS_ITS_ORDER,
        /** The reservation of an order that is TRIED under x belongs to x: nobody who asks with x is told of another. */
        TRIED_OWNS_ITS_CELL,
        /** Terminal states never change, of orders and of reservations. */
        FINAL_STAYS_FINAL,
        /** While the server remembers a transaction, no door refuses what it asks. */
        SEATA_IS_NOT_REFUSED,
        /** What Seata has committed or rolled back is so: nothing is open or held under it. */
        FINISHED_IS_FINISHED
    }

    private final World world;
    private final Stock stock;
    private final Doors doors;
    private final Rules rules;

    Promises(World world, Rules rules, Stock stock, Doors doors) {
        this.world = world;
        this.rules = rules;
        this.stock = stock;
        this.doors = doors;
    }

    List<Invariant<State>> invariants() {
        return List.of(
                Invariant.ofStates(Promise.NEVER_OVERSOLD.name(), state -> state.available() >= 0),
                forEachId(Promise.CONFIRMED_IS_SOLD, Promises::isSoldIfConfirmed),
                forEachId(Promise.SOLD_HAS_ITS_ORDER, this::hasItsOrder),
                forEachId(Promise.TRIED_OWNS_ITS_CELL, Promises::ownsItsCellIfTried),
                Invariant.ofSteps(Promise.FINAL_STAYS_FINAL.name(), this::staysFinal),
                forEachXid(Promise.SEATA_IS_NOT_REFUSED, (state, xid) -> !isRefused(state, xid)),
                forEachXid(Promise.FINISHED_IS_FINISHED, this::isFinished));
    }

    private Invariant<State> forEachId(Promise promise, BiPredicate<State, Id> kept) {
        return Invariant.ofStates(promise.name(), state -> isKeptFor(world.ids(), state, kept));
    }

    private Invariant<State> forEachXid(Promise promise, BiPredicate<State, Xid> kept) {
        return Invariant.ofStates(promise.name(), state -> isKeptFor(world.xids(), state, kept));
    }

    /** Not a stream: this is asked some ten million times. */
    private static <T> boolean isKeptFor(List<T> all, State state, BiPredicate<State, T> kept) {
        for (T each : all) {
            if (!kept.test(state, each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSoldIfConfirmed(State state, Id id) {
        return !state.row(id).is(CONFIRMED) || state.cell(id).state() == TccState.CONFIRMED;
    }

    private boolean hasItsOrder(State state, Id id) {
        Row row = state.row(id);
        return !world.hasOrders() || state.cell(id).state() != TccState.CONFIRMED || row.is(TRIED) || row.is(CONFIRMED);
    }

    private static boolean ownsItsCellIfTried(State state, Id id) {
        Row row = state.row(id);
        return !row.is(TRIED) || row.xid().toString().equals(state.cell(id).xid());
    }

    private boolean staysFinal(State before, State after) {
        for (Id id : world.ids()) {
            if (!staysFinal(before, after, id)) {
                return false;
            }
        }
        return true;
    }

    private static boolean staysFinal(State before, State after, Id id) {
        Cell cell = before.cell(id);
        boolean done = cell.state() == TccState.CONFIRMED || cell.state() == TccState.CANCELLED;
        return (!before.row(id).isFinal() || before.row(id).equals(after.row(id)))
                && (!done || cell.equals(after.cell(id)));
    }

    /** Whether a door would refuse, were it asked now. */
    private boolean isRefused(State state, Xid xid) {
        for (Id id : world.ids()) {
            Row row = state.row(id);
            boolean refused =
                    switch (state.seata(xid)) {
                        case COMMITTING -> doors.isConfirmedByStockDoor(state, id, xid)
                                && stock.ask(state, TccVerb.CONFIRM, id, xid).answer() != Stock.Answer.YES;
                        case ROLLBACKING -> Doors.isCancelledByStockDoor(state, rules, id, xid)
                                        && stock.ask(state, TccVerb.CANCEL, id, xid)
                                                        .answer()
                                                == Stock.Answer.ALREADY_CONFIRMED
                                || row.is(CONFIRMED) && row.xid() == xid;
                        default -> false;
                    };
            if (refused) {
                return true;
            }
        }
        return false;
    }

    /**
     * A Try to which stock had said that it is short, and which comes again after all, is the one that a rollback does
     * not undo: it is swept.
     */
    private boolean isFinished(State state, Xid xid) {
        Seata seata = state.seata(xid);
        for (Id id : world.ids()) {
            boolean open = state.row(id).isTriedUnder(xid);
            boolean held = state.cell(id).equals(new Cell(TccState.TRIED, xid.toString()));
            if (open && (seata == Seata.COMMITTED || seata == Seata.ROLLED_BACK)
                    || held && seata == Seata.ROLLED_BACK && state.heard(id, xid) != Heard.SHORT) {
                return false;
            }
        }
        return true;
    }

    /** I3: no order is open, nothing is held, Seata is done; that the two agree is so at every instant. */
    boolean isSettled(State state) {
        for (Id id : world.ids()) {
            if (world.hasOrders() && !state.row(id).isFinal() || state.cell(id).state() == TccState.TRIED) {
                return false;
            }
        }
        for (Xid xid : world.xids()) {
            if (state.seata(xid).isUnfinished()) {
                return false;
            }
        }
        return true;
    }
}
