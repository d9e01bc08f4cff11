package dev.holdfast.proof.model;

/** An order row. @param xid null if no transaction wrote it */
record Row(Status status, Xid xid) {
    static final Row ABSENT = new Row(Status.ABSENT, null);
    static final Row NEW = new Row(Status.NEW, null);
    static final Row REJECTED = new Row(Status.REJECTED, null);

    /** How many there are. */
    static final int ALL = Status.values().length * 3;

    enum Status {
        ABSENT,
        NEW,
        TRIED,
        CONFIRMED,
        CANCELLED,
        REJECTED
    }

    static Row of(int ordinal) {
        int xid = ordinal % 3;
        return new Row(Status.values()[ordinal / 3], xid == 0 ? null : Xid.values()[xid - 1]);
    }

    int ordinal() {
        return status.ordinal() * 3 + (xid == null ? 0 : xid.ordinal() + 1);
    }

    boolean is(Status wanted) {
        return status == wanted;
    }

    boolean isTriedUnder(Xid by) {
        return status == Status.TRIED && xid == by;
    }

    /** TRIED or CONFIRMED: what a Confirm of {@code by} is about. */
    boolean isInto(Xid by) {
        return (status == Status.TRIED || status == Status.CONFIRMED) && xid == by;
    }

    boolean isOpen() {
        return status == Status.NEW || status == Status.TRIED;
    }

    boolean isRefused() {
        return status == Status.CANCELLED || status == Status.REJECTED;
    }

    boolean isFinal() {
        return status == Status.CONFIRMED || isRefused();
    }

    @Override
    public String toString() {
        return xid == null ? status.toString() : status + "(" + xid + ")";
    }
}
