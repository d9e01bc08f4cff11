package dev.holdfast.tcc;

import java.util.Objects;

/**
 * One attempt as the table sees it: its state and the transaction that owns it. The cell belongs to (id, xid), not to
 * the id alone: a verb of another transaction on a taken id changes nothing.
 *
 * @param xid the owner; null exactly when the state is {@link TccState#ABSENT}
 */
public record Cell(TccState state, String xid) {
    /** The cell of what has no row. */
    public static final Cell ABSENT = new Cell(TccState.ABSENT, null);

    public Cell {
        Objects.requireNonNull(state, "state");
        if ((state == TccState.ABSENT) != (xid == null)) {
            throw new IllegalArgumentException("an absent cell has no owner, any other has one: " + state + ", " + xid);
        }
    }

    public boolean isAbsent() {
        return state == TccState.ABSENT;
    }

    /** What {@code verb} of the transaction {@code caller} does here. */
    public TccAnswer on(TccVerb verb, String caller) {
        Objects.requireNonNull(caller, "caller");
        if (xid != null && !xid.equals(caller)) {
            return new TccAnswer.Refuse(Refusal.ID_REUSED);
        }
        return verb.on(state);
    }
}
