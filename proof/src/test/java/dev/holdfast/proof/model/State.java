package dev.holdfast.proof.model;

import dev.holdfast.proof.explorer.Layout;
import dev.holdfast.proof.explorer.Layout.Field;
import dev.holdfast.tcc.Cell;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Everything that is so at one instant: rows, cells, what each process is about, what is on the way. Immutable. */
final class State {
    /** How far the order-app that runs a transaction is. */
    enum Placing {
        NOT_BEGUN,
        CLAIMED,
        BEGUN,
        TRY_SENT,
        STOCK_TRIED,
        ORDER_REGISTERED,
        ORDER_TRIED,
        COMMIT_ASKED,
        FAILED,
        /** Has nothing left to do, or is dead: to the others it is the same. */
        GONE
    }

    /** What order-app heard of its Try. */
    enum Heard {
        NOTHING,
        YES,
        /** Too few units: nothing is held. */
        SHORT,
        /** A refusal, or no answer at all. */
        NO
    }

    /** What the Seata server knows of a transaction. */
    enum Seata {
        UNKNOWN,
        BEGIN,
        COMMITTING,
        ROLLBACKING,
        COMMITTED,
        ROLLED_BACK,
        /** The store is lost, calls to the doors are still on their way. */
        LOST_COMMITTING,
        LOST_ROLLBACKING,
        LOST;

        /** What the server's status query says for an open transaction; all others are reported Finished. */
        boolean isUnfinished() {
            return this == BEGIN || this == COMMITTING || this == ROLLBACKING;
        }

        boolean asksToConfirm() {
            return this == COMMITTING || this == LOST_COMMITTING;
        }

        boolean asksToCancel() {
            return this == ROLLBACKING || this == LOST_ROLLBACKING;
        }
    }

    /** The branches registered with the server. */
    enum Branches {
        NONE,
        STOCK,
        STOCK_AND_ORDER
    }

    private static final List<Cell> CELLS =
            IntStream.range(0, 7).mapToObj(State::cellOf).toList();
    private static final List<Row> ROWS =
            IntStream.range(0, Row.ALL).mapToObj(Row::of).toList();

    private static final Errand[] ERRANDS =
            IntStream.range(0, Errand.ALL).mapToObj(Errand::of).toArray(Errand[]::new);
    private static final Placing[] PLACINGS = Placing.values();
    private static final Heard[] HEARD = Heard.values();
    private static final Seata[] SEATAS = Seata.values();
    private static final Branches[] BRANCHES = Branches.values();

    /** Where in the bits each thing is kept. */
    static final class Shape {
        private final World world;
        private final Field[] row = new Field[2];
        private final Field[] cell = new Field[2];
        private final Field[] lookedAt = new Field[2];
        private final Field[] swept = new Field[2];
        private final Field[] placing = new Field[2];
        private final Field[] seata = new Field[2];
        private final Field[] branches = new Field[2];
        private final Field[][] heard = new Field[2][2];
        private final Field[][][] onTheWay = new Field[3][2][2];
        private final Field[] errand = new Field[2];
        private final Field rival;

        Shape(World world) {
            this.world = world;
            Layout layout = new Layout();
            for (Id id : world.ids()) {
                row[id.ordinal()] = layout.field(Row.ALL);
                cell[id.ordinal()] = layout.field(CELLS.size());
                lookedAt[id.ordinal()] = layout.field(2);
                swept[id.ordinal()] = layout.field(2);
            }
            for (Xid xid : world.xids()) {
                int x = xid.ordinal();
                placing[x] = layout.field(PLACINGS.length);
                seata[x] = layout.field(SEATAS.length);
                branches[x] = layout.field(BRANCHES.length);
                for (Id id : world.ids()) {
                    heard[x][id.ordinal()] = layout.field(HEARD.length);
                    for (TccVerb verb : TccVerb.values()) {
                        onTheWay[verb.ordinal()][x][id.ordinal()] = layout.field(2);
                    }
                }
            }
            errand[0] = layout.field(Errand.ALL);
            errand[1] = layout.field(Errand.ALL);
            rival = layout.field(2);
        }

        State start() {
            return new State(this, 0);
        }
    }

    private final Shape shape;
    private final long bits;

    State(Shape shape, long bits) {
        this.shape = shape;
        this.bits = bits;
    }

    long bits() {
        return bits;
    }

    private State set(Field field, int value) {
        long after = field.set(bits, value);
        return after == bits ? this : new State(shape, after);
    }

    Row row(Id id) {
        return ROWS.get(shape.row[id.ordinal()].of(bits));
    }

    State with(Id id, Row row) {
        return set(shape.row[id.ordinal()], row.ordinal());
    }

    Cell cell(Id id) {
        return CELLS.get(shape.cell[id.ordinal()].of(bits));
    }

    State with(Id id, Cell cell) {
        return set(shape.cell[id.ordinal()], ordinalOf(cell));
    }

    private static Cell cellOf(int ordinal) {
        return ordinal == 0
                ? Cell.ABSENT
                : new Cell(TccState.values()[(ordinal + 1) / 2], Xid.values()[(ordinal - 1) % 2].toString());
    }

    private static int ordinalOf(Cell cell) {
        return cell.isAbsent()
                ? 0
                : cell.state().ordinal() * 2 - 1 + Xid.of(cell.xid()).ordinal();
    }

    /** Units nobody holds or has bought. */
    int available() {
        int taken = rivalHasBought() ? 1 : 0;
        for (Id id : shape.world.ids()) {
            TccState state = cell(id).state();
            taken += state == TccState.TRIED || state == TccState.CONFIRMED ? 1 : 0;
        }
        return shape.world.units() - taken;
    }

    boolean rivalHasBought() {
        return shape.rival.of(bits) == 1;
    }

    State rivalBuys() {
        return set(shape.rival, 1);
    }

    Placing placing(Xid xid) {
        return PLACINGS[shape.placing[xid.ordinal()].of(bits)];
    }

    State with(Xid xid, Placing placing) {
        return set(shape.placing[xid.ordinal()], placing.ordinal());
    }

    Heard heard(Id id, Xid xid) {
        return HEARD[shape.heard[xid.ordinal()][id.ordinal()].of(bits)];
    }

    State with(Id id, Xid xid, Heard heard) {
        return set(shape.heard[xid.ordinal()][id.ordinal()], heard.ordinal());
    }

    Seata seata(Xid xid) {
        return SEATAS[shape.seata[xid.ordinal()].of(bits)];
    }

    State with(Xid xid, Seata seata) {
        return set(shape.seata[xid.ordinal()], seata.ordinal());
    }

    Branches branches(Xid xid) {
        return BRANCHES[shape.branches[xid.ordinal()].of(bits)];
    }

    State with(Xid xid, Branches branches) {
        return set(shape.branches[xid.ordinal()], branches.ordinal());
    }

    /** Whether a request may still reach stock: once or often, soon or late. */
    boolean onTheWay(TccVerb verb, Id id, Xid xid) {
        return shape.onTheWay[verb.ordinal()][xid.ordinal()][id.ordinal()].of(bits) == 1;
    }

    State send(TccVerb verb, Id id, Xid xid) {
        return set(shape.onTheWay[verb.ordinal()][xid.ordinal()][id.ordinal()], 1);
    }

    State lose(TccVerb verb, Id id, Xid xid) {
        return set(shape.onTheWay[verb.ordinal()][xid.ordinal()][id.ordinal()], 0);
    }

    Errand errand(int resolver) {
        return ERRANDS[shape.errand[resolver].of(bits)];
    }

    State with(int resolver, Errand errand) {
        return set(shape.errand[resolver], errand.ordinal());
    }

    /** Whether a resolver that looks only once has looked. */
    boolean lookedAt(Id id) {
        return shape.lookedAt[id.ordinal()].of(bits) == 1;
    }

    State lookAt(Id id) {
        return set(shape.lookedAt[id.ordinal()], 1);
    }

    /** Whether a resolver that sweeps only once has swept. */
    boolean swept(Id id) {
        return shape.swept[id.ordinal()].of(bits) == 1;
    }

    State sweep(Id id) {
        return set(shape.swept[id.ordinal()], 1);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(" | ");
        for (Id id : shape.world.ids()) {
            text.add((shape.world.hasOrders() ? "order " + id + " " + row(id) + ", " : "") + "stock " + id + " "
                    + cell(id).state() + (cell(id).isAbsent() ? "" : "(" + cell(id).xid() + ")"));
        }
        for (Xid xid : shape.world.xids()) {
            if (seata(xid) != Seata.UNKNOWN) {
                text.add("Seata " + xid + " " + seata(xid));
            }
        }
        return text.toString();
    }
}
