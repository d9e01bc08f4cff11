package dev.holdfast.proof.model;

/** What a resolver is about, and how far it is. */
record Errand(Step step, Id id, Xid xid) {
    static final Errand NONE = new Errand(Step.IDLE, Id.A, Xid.X1);

    /** How many there are. */
    static final int ALL = Step.values().length * 4;

    enum Step {
        IDLE,
        /** Has sent Cancel(id, xid) and waits for the answer. */
        ASKED,
        TOLD_CANCELLED,
        TOLD_CONFIRMED,
        TOLD_ANOTHERS,
        /** Has read that the order is NEW; only a resolver that breaks rules keeps that in mind. */
        SAW_NEW,
        /** Has read that the reservation is TRIED; only a resolver that breaks rules keeps that in mind. */
        SAW_TRIED
    }

    static Errand of(int ordinal) {
        return new Errand(Step.values()[ordinal / 4], Id.values()[ordinal / 2 % 2], Xid.values()[ordinal % 2]);
    }

    int ordinal() {
        return step.ordinal() * 4 + id.ordinal() * 2 + xid.ordinal();
    }

    Errand now(Step next) {
        return new Errand(next, id, xid);
    }
}
