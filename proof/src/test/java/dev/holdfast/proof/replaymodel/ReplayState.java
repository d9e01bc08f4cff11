package dev.holdfast.proof.replaymodel;

import dev.holdfast.proof.explorer.Layout;
import dev.holdfast.proof.explorer.Layout.Field;

/**
 * One order, placed by the first order-app; the mark of its row; the keys that the second order-app has read; the order's
 * replay there. A version is since * {@link #PASSED} + passed; 0 where there is none, else the version + 1. Immutable.
 */
record ReplayState(long bits) {
    static final int PASSED = 3;
    static final int SINCES = 2;
    private static final int VERSIONS = PASSED * SINCES + 1;

    /** How far the order is. */
    enum Order {
        NEW,
        /** Its row, and so its key, is in the database. */
        CLAIMED,
        /** The gate has been asked. */
        AT_GATE,
        GRANTED,
        REFUSED,
        /** The count was not answered: the answer waits for one lease. */
        WAITS,
        ANSWERED
    }

    /** How far its replay is at the second order-app. */
    enum Replay {
        NOT_SENT,
        ARRIVED,
        /** Has been told the mark's version. */
        TOLD,
        /** Waits for the reading that goes on. */
        IN_READING,
        /** It is placed, so the database decides; that is right. */
        PLACED,
        REFUSED
    }

    private static final Order[] ORDERS = Order.values();
    private static final Replay[] REPLAYS = Replay.values();

    private static final Layout LAYOUT = new Layout();
    private static final Field ORDER = LAYOUT.field(ORDERS.length);
    private static final Field REPLAY = LAYOUT.field(REPLAYS.length);
    /** The mark in Redis. */
    private static final Field MARK = LAYOUT.field(VERSIONS);
    /** The mark there was last. */
    private static final Field LAST = LAYOUT.field(VERSIONS);
    /** What another order at the second order-app was told. */
    private static final Field OTHER = LAYOUT.field(VERSIONS);
    /** What the replay was told. */
    private static final Field TOLD = LAYOUT.field(VERSIONS);
    /** The version of the last complete reading. */
    private static final Field COMPLETE = LAYOUT.field(VERSIONS);
    /** The version of the reading that goes on. */
    private static final Field READING = LAYOUT.field(VERSIONS);

    private static final Field COMPLETE_IS_FRESH = LAYOUT.field(2);
    private static final Field READING_IS_FRESH = LAYOUT.field(2);
    private static final Field READING_FINDS_KEY = LAYOUT.field(2);
    private static final Field KEY_IS_KNOWN = LAYOUT.field(2);
    private static final Field UNMARK_IS_DUE = LAYOUT.field(2);
    private static final Field MAY_BE_UNCOUNTED = LAYOUT.field(2);
    private static final Field UPSET = LAYOUT.field(2);

    static ReplayState start() {
        return new ReplayState(0).withMark(1).with(LAST, 1);
    }

    private ReplayState with(Field field, int value) {
        long after = field.set(bits, value);
        return after == bits ? this : new ReplayState(after);
    }

    private ReplayState with(Field field, boolean value) {
        return with(field, value ? 1 : 0);
    }

    Order order() {
        return ORDERS[ORDER.of(bits)];
    }

    ReplayState with(Order order) {
        return with(ORDER, order.ordinal());
    }

    boolean isClaimed() {
        return order() != Order.NEW;
    }

    Replay replay() {
        return REPLAYS[REPLAY.of(bits)];
    }

    ReplayState with(Replay replay) {
        return with(REPLAY, replay.ordinal());
    }

    int mark() {
        return MARK.of(bits);
    }

    ReplayState withMark(int version) {
        return with(MARK, version);
    }

    int last() {
        return LAST.of(bits);
    }

    ReplayState withLast(int version) {
        return with(LAST, version);
    }

    int other() {
        return OTHER.of(bits);
    }

    ReplayState withOther(int version) {
        return with(OTHER, version);
    }

    int told() {
        return TOLD.of(bits);
    }

    ReplayState withTold(int version) {
        return with(TOLD, version);
    }

    int complete() {
        return COMPLETE.of(bits);
    }

    ReplayState withComplete(int version, boolean isFresh) {
        return with(COMPLETE, version).with(COMPLETE_IS_FRESH, isFresh);
    }

    boolean isCompleteFresh() {
        return COMPLETE_IS_FRESH.of(bits) == 1;
    }

    int reading() {
        return READING.of(bits);
    }

    boolean isReadingFresh() {
        return READING_IS_FRESH.of(bits) == 1;
    }

    boolean findsKey() {
        return READING_FINDS_KEY.of(bits) == 1;
    }

    /** A reading of the keys that are claimed now begins, and will be kept with this version. */
    ReplayState beginReading(int version) {
        return with(READING, version).with(READING_IS_FRESH, true).with(READING_FINDS_KEY, isClaimed());
    }

    ReplayState withReading(int version) {
        return with(READING, version);
    }

    ReplayState withoutReading() {
        return with(READING, 0).with(READING_IS_FRESH, false).with(READING_FINDS_KEY, false);
    }

    boolean isKeyKnown() {
        return KEY_IS_KNOWN.of(bits) == 1;
    }

    ReplayState withKeyKnown(boolean isKnown) {
        return with(KEY_IS_KNOWN, isKnown);
    }

    boolean isUnmarkDue() {
        return UNMARK_IS_DUE.of(bits) == 1;
    }

    ReplayState withUnmarkDue(boolean isDue) {
        return with(UNMARK_IS_DUE, isDue);
    }

    /** Whether the order's take had no answer. */
    boolean mayBeUncounted() {
        return MAY_BE_UNCOUNTED.of(bits) == 1;
    }

    ReplayState withUncounted() {
        return with(MAY_BE_UNCOUNTED, true);
    }

    boolean isUpset() {
        return UPSET.of(bits) == 1;
    }

    ReplayState upset() {
        return with(UPSET, true);
    }

    /** A replay that is placed, or will be, whatever comes. */
    static ReplayState end(Replay replay) {
        return new ReplayState(0).with(replay);
    }

    /** What was read grows old. */
    ReplayState tick() {
        return with(COMPLETE_IS_FRESH, false).with(READING_IS_FRESH, false);
    }

    @Override
    public String toString() {
        return "order " + order() + ", mark " + version(mark()) + ", keys of " + version(complete())
                + (isCompleteFresh() ? "" : " (old)") + (isKeyKnown() ? " with this one" : "")
                + (reading() == 0 ? "" : ", reading of " + version(reading()) + (findsKey() ? " with this one" : ""))
                + (other() == 0 ? "" : ", another order was told " + version(other())) + ", replay " + replay()
                + (told() == 0 ? "" : " was told " + version(told()));
    }

    private static String version(int version) {
        return version == 0 ? "none" : "(" + (version - 1) / PASSED + ", " + (version - 1) % PASSED + ")";
    }
}
