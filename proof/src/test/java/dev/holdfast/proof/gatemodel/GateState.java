package dev.holdfast.proof.gatemodel;

import dev.holdfast.proof.explorer.Layout;
import dev.holdfast.proof.explorer.Layout.Field;
import java.util.Set;
import java.util.StringJoiner;

/** Database, Redis, commands on the way, and how far each process is, at one instant. Immutable. */
final class GateState {
    /** How far a Try is. */
    enum Phase {
        NOT_ARRIVED,
        /** Has asked the gate and waits for the answer. */
        AT_GATE,
        /** Was told that the gate is short. */
        SHORT,
        /** Has sent its take by force and waits for the answer. */
        FORCING,
        /** The database decides next. */
        ADMITTED,
        /** Answered: TRIED. Confirm or Cancel comes. */
        HELD,
        /** The process died or does not know what it did. Cancel may come. */
        LEFT,
        OVER,
        /** Over, with a final refusal because of the gate that the rule forbids. */
        WRONGLY_REFUSED_BY_GATE,
        /** Over, with a final refusal because of a mark that the rule forbids. */
        WRONGLY_REFUSED_BY_MARK;

        boolean isInTry() {
            return this == AT_GATE || this == SHORT || this == FORCING || this == ADMITTED;
        }

        boolean isOver() {
            return compareTo(OVER) >= 0;
        }
    }

    /** The reservation's row in the database. */
    enum Cell {
        ABSENT,
        TRIED,
        CONFIRMED,
        CANCELLED
    }

    /** Commands to Redis. */
    enum Command {
        TAKE,
        FORCE,
        SETTLE,
        GIVE_BACK
    }

    /** How far the keeper is. */
    enum Keeping {
        IDLE,
        /** Has locked the row and read {@code available}. */
        LOCKED,
        /** Has read the holders at the gate. */
        HOLDERS_READ,
        /** Has read what the database knows of them, and sent the load. */
        LOAD_SENT,
        /** The load is on its way, the lock is gone. */
        LOAD_LATE;

        boolean holdsTheLock() {
            return this == LOCKED || this == HOLDERS_READ || this == LOAD_SENT;
        }
    }

    /** What the keeper makes of a holder. */
    enum Seen {
        NO,
        /** Is a holder; once the load is sent: is TRIED in the database. */
        YES,
        /** Is to leave: sold, cancelled or forgotten. */
        GONE
    }

    static final int NOT_LOADED = -8;

    private static final Phase[] PHASES = Phase.values();
    private static final Cell[] CELLS = Cell.values();
    private static final Command[] COMMANDS = Command.values();
    private static final Keeping[] KEEPINGS = Keeping.values();
    private static final Seen[] SEEN = Seen.values();

    /** Where in the bits each thing is kept. */
    static final class Shape {
        final World world;
        final int orders;
        /** The rest of a mark without an end. */
        final int endless;

        final int orderWidth;
        private final Field[] phase;
        private final Field[] cell;
        private final Field[] holder;
        private final Field[] wasShort;
        private final Field[] seen;
        private final Field[][] onTheWay;
        private final Field free;
        private final Field upset;
        private final Field keeping;
        private final Field availableRead;
        private final Field replenished;
        private final Field remembered;
        private Field mark;
        private Field oldMark;
        private Field known;
        private Field asking;
        private Field zeroAge;
        private Field told;
        private final Field[] writers;

        Shape(World world, Set<Part> dropped) {
            this.world = world;
            orders = world.orders().size();
            phase = new Field[orders];
            cell = new Field[orders];
            holder = new Field[orders];
            wasShort = new Field[orders];
            seen = new Field[orders];
            onTheWay = new Field[orders][COMMANDS.length];
            Layout layout = new Layout();
            for (int o = 0; o < orders; o++) {
                phase[o] = layout.field(PHASES.length);
                cell[o] = layout.field(CELLS.length);
                holder[o] = layout.field(2);
                wasShort[o] = layout.field(2);
                seen[o] = layout.field(SEEN.length);
                for (Command command : COMMANDS) {
                    onTheWay[o][command.ordinal()] = layout.field(2);
                }
            }
            free = layout.field(16);
            orderWidth = free.shift() / orders;
            upset = layout.field(2);
            keeping = layout.field(KEEPINGS.length);
            availableRead = layout.field(world.mostUnits() + 1);
            replenished = layout.field(world.replenishments() + 1);
            remembered = dropped.contains(Part.LOOK_UP_READS_NOW) ? layout.field(2) : null;
            writers = new Field[world.markWriters()];
            int lease = world.lease();
            endless = lease + 1;
            if (world.hasMarks()) {
                int rests = dropped.contains(Part.MARK_HAS_AN_END) ? lease + 2 : lease + 1;
                mark = layout.field(rests);
                oldMark = layout.field(rests);
                known = layout.field(rests);
                asking = layout.field(lease + rests);
                zeroAge = layout.field(lease + 1);
                told = dropped.contains(Part.HEARING_EXTENDS_NOTHING) ? layout.field(2) : null;
                for (int w = 0; w < writers.length; w++) {
                    writers[w] = layout.field(2 * lease + 2);
                }
            }
        }

        GateState start() {
            GateState start = new GateState(this, 0).withFree(world.units());
            return world.hasMarks() ? start.withZeroAge(world.lease()) : start;
        }
    }

    private final Shape shape;
    private final long bits;

    GateState(Shape shape, long bits) {
        this.shape = shape;
        this.bits = bits;
    }

    long bits() {
        return bits;
    }

    private GateState set(Field field, int value) {
        long after = field.set(bits, value);
        return after == bits ? this : new GateState(shape, after);
    }

    // An order's Try, and its reservation.

    Phase phase(int order) {
        return PHASES[shape.phase[order].of(bits)];
    }

    boolean is(int order, Phase phase) {
        return shape.phase[order].of(bits) == phase.ordinal();
    }

    GateState with(int order, Phase phase) {
        return set(shape.phase[order], phase.ordinal());
    }

    Cell cell(int order) {
        return CELLS[shape.cell[order].of(bits)];
    }

    boolean is(int order, Cell cell) {
        return shape.cell[order].of(bits) == cell.ordinal();
    }

    GateState with(int order, Cell cell) {
        return set(shape.cell[order], cell.ordinal());
    }

    /** Whether the hot row had fewer units than the order asks for, at some instant since it arrived. */
    boolean wasShort(int order) {
        return shape.wasShort[order].of(bits) == 1;
    }

    GateState withWasShort(int order, boolean wasShort) {
        return set(shape.wasShort[order], wasShort ? 1 : 0);
    }

    boolean isOnTheWay(Command command, int order) {
        return shape.onTheWay[order][command.ordinal()].of(bits) == 1;
    }

    boolean hasNothingOnTheWay(int order) {
        for (Command command : COMMANDS) {
            if (isOnTheWay(command, order)) {
                return false;
            }
        }
        return true;
    }

    GateState send(Command command, int order) {
        return set(shape.onTheWay[order][command.ordinal()], 1);
    }

    GateState drop(Command command, int order) {
        return set(shape.onTheWay[order][command.ordinal()], 0);
    }

    // The database.

    /** Units of the hot row that no reservation holds or has sold. */
    int available() {
        int available = shape.world.units() + replenished();
        for (int o = 0; o < shape.orders; o++) {
            available -= isHeldOrSold(o) ? shape.world.orders().get(o).hot() : 0;
        }
        return available;
    }

    int coldAvailable() {
        int available = shape.world.coldUnits();
        for (int o = 0; o < shape.orders; o++) {
            available -= isHeldOrSold(o) ? shape.world.orders().get(o).cold() : 0;
        }
        return available;
    }

    private boolean isHeldOrSold(int order) {
        return is(order, Cell.TRIED) || is(order, Cell.CONFIRMED);
    }

    int replenished() {
        return shape.replenished.of(bits);
    }

    GateState replenish() {
        return set(shape.replenished, replenished() + 1);
    }

    /** Whether a read has ever found that nothing is available; only a model that breaks rules keeps that in mind. */
    boolean isZeroRemembered() {
        return shape.remembered != null && shape.remembered.of(bits) == 1;
    }

    GateState rememberZero() {
        return shape.remembered == null ? this : set(shape.remembered, 1);
    }

    // Redis.

    boolean isLoaded() {
        return free() != NOT_LOADED;
    }

    int free() {
        return shape.free.of(bits) + NOT_LOADED;
    }

    GateState withFree(int free) {
        if (free < NOT_LOADED || free >= NOT_LOADED + 16) {
            throw new IllegalStateException("free = " + free + " does not fit");
        }
        return set(shape.free, free - NOT_LOADED);
    }

    boolean isHolder(int order) {
        return shape.holder[order].of(bits) == 1;
    }

    GateState withHolder(int order, boolean holds) {
        return set(shape.holder[order], holds ? 1 : 0);
    }

    /** Whether Redis has lost or changed its data once; it does not happen twice. */
    boolean isUpset() {
        return shape.upset.of(bits) == 1;
    }

    GateState upset() {
        return set(shape.upset, 1);
    }

    // The keeper.

    Keeping keeping() {
        return KEEPINGS[shape.keeping.of(bits)];
    }

    GateState with(Keeping keeping) {
        return set(shape.keeping, keeping.ordinal());
    }

    int availableRead() {
        return shape.availableRead.of(bits);
    }

    GateState withAvailableRead(int available) {
        return set(shape.availableRead, available);
    }

    Seen seen(int order) {
        return SEEN[shape.seen[order].of(bits)];
    }

    GateState with(int order, Seen seen) {
        return set(shape.seen[order], seen.ordinal());
    }

    // Marks. A rest is a number of ticks.

    /** What is left of the mark in Redis. */
    int mark() {
        return shape.mark.of(bits);
    }

    GateState withMark(int rest) {
        return set(shape.mark, rest);
    }

    /** What is left of the mark with the latest end that there ever was in Redis. */
    int oldMark() {
        return shape.oldMark.of(bits);
    }

    GateState withOldMark(int rest) {
        return set(shape.oldMark, rest);
    }

    /** What is left of the mark that order-app knows. */
    int known() {
        return shape.known.of(bits);
    }

    GateState withKnown(int rest) {
        return set(shape.known, rest);
    }

    /** 0: order-app asks nothing; up to one lease: it asked {@code asking - 1} ticks ago; beyond: the answer is a rest of {@code asking - lease}. */
    int asking() {
        return shape.asking.of(bits);
    }

    GateState withAsking(int asking) {
        return set(shape.asking, asking);
    }

    /** How many ticks ago the database had no unit available; one lease: that or longer. */
    int zeroAge() {
        return shape.zeroAge.of(bits);
    }

    GateState withZeroAge(int age) {
        return set(shape.zeroAge, age);
    }

    /** Whether a message that the row is sold out may still be heard; only a model that breaks rules listens. */
    boolean isTold() {
        return shape.told != null && shape.told.of(bits) == 1;
    }

    GateState withTold(boolean told) {
        return shape.told == null ? this : set(shape.told, told ? 1 : 0);
    }

    /**
     * 0: idle; up to one lease: read the time {@code writer - 1} ticks ago; up to two: has sent the mark, having read the
     * time {@code writer - lease - 1} ticks ago; beyond: has read the database and no time yet, as only a model that breaks
     * rules does.
     */
    int writer(int writer) {
        return shape.writers[writer].of(bits);
    }

    GateState withWriter(int writer, int step) {
        return set(shape.writers[writer], step);
    }

    /** Exchanges two orders that are for the same lines. */
    GateState exchange(int one, int other) {
        long mask = (1L << shape.orderWidth) - 1;
        int left = one * shape.orderWidth;
        int right = other * shape.orderWidth;
        long difference = (bits >>> left ^ bits >>> right) & mask;
        return new GateState(shape, bits ^ difference << left ^ difference << right);
    }

    long bitsOf(int order) {
        return bits >>> order * shape.orderWidth & (1L << shape.orderWidth) - 1;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        text.add("available " + available());
        text.add(isLoaded() ? "free " + free() : "not loaded");
        if (keeping() != Keeping.IDLE) {
            text.add("keeper " + keeping() + " (read " + availableRead() + ")");
        }
        if (shape.world.hasMarks()) {
            text.add("mark " + mark() + ", known " + known());
            for (int w = 0; w < shape.writers.length; w++) {
                text.add("writer " + writer(w));
            }
            text.add("asking " + asking() + ", zero " + zeroAge() + " ago");
        }
        for (int o = 0; o < shape.orders; o++) {
            text.add(order(o));
        }
        return text.toString();
    }

    private String order(int order) {
        StringBuilder text = new StringBuilder(GateProtocol.name(order) + ": " + phase(order));
        text.append(is(order, Cell.ABSENT) ? "" : "/" + cell(order));
        text.append(isHolder(order) ? " holder" : "");
        text.append(seen(order) == Seen.NO ? "" : " seen=" + seen(order));
        for (Command command : COMMANDS) {
            text.append(isOnTheWay(command, order) ? " " + command + "~" : "");
        }
        return text.toString();
    }
}
