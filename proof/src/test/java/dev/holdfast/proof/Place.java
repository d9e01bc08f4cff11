package dev.holdfast.proof;

import static dev.holdfast.proof.Traps.Line.after;
import static dev.holdfast.proof.Traps.Line.before;

import dev.holdfast.proof.Traps.Line;
import java.util.List;

/**
 * Where an order-app dies on the line of one order, what it leaves, and what must come of that. States are those of the order
 * and of its reservation. In the order in which they are reached: once it has begun, a transaction has 20 s.
 */
enum Place {
    /** Seata gives up waiting for stock's door and asks the order's, which asks stock itself. */
    BETWEEN_THE_CONFIRMS_ORDER_FIRST(
            after(Names.ORDER_TCC, "confirm"),
            "CONFIRMED/CONFIRMED",
            "CONFIRMED/CONFIRMED",
            before(Names.STOCK_TCC, "confirm")),
    /** Seata always asks stock's door first, and the order's not before it has answered. */
    BETWEEN_THE_CANCELS(
            after(Names.STOCK_TCC, "cancel"),
            "NEW/CANCELLED",
            "CANCELLED/CANCELLED",
            before(Names.ORDER_TCC, "cancel"),
            before(Names.PLACING, "settle")),
    BETWEEN_THE_CONFIRMS(
            after(Names.STOCK_TCC, "confirm"),
            "TRIED/CONFIRMED",
            "CONFIRMED/CONFIRMED",
            before(Names.ORDER_TCC, "confirm")),
    /** stock-app has answered, and nobody has heard it. */
    BEFORE_THE_ANSWER_TO_A_CONFIRM_IS_NOTED(
            before(Names.ROOM + "Remembered", "add"), "TRIED/CONFIRMED", "CONFIRMED/CONFIRMED"),
    BEFORE_THE_BUYER_IS_TOLD(after(Names.TRANSACTION, "run"), "CONFIRMED/CONFIRMED", "CONFIRMED/CONFIRMED"),
    BEFORE_BEGIN(before(Names.TRANSACTION, "run"), "NEW/ABSENT", "REJECTED/ABSENT"),
    AFTER_ORDER_TRY(after(Names.ORDER_TCC, "tryPlace"), "TRIED/TRIED", "CANCELLED/CANCELLED"),
    AFTER_STOCK_TRY(after(Names.STOCK_TCC, "tryReserve"), "NEW/TRIED", "REJECTED/CANCELLED"),
    /** Its branch is registered, so Seata has a Try cancelled that was never sent. */
    BEFORE_STOCK_TRY(before(Names.STOCK_TCC, "tryReserve"), "NEW/ABSENT", "REJECTED/CANCELLED"),
    AFTER_BEGIN(before(Names.TRANSACTION + "$Attempt", "execute"), "NEW/ABSENT", "REJECTED/ABSENT"),
    /** The first door is knocked at: so the commit has arrived, and is not answered. */
    AFTER_COMMIT_IS_SENT(
            before(Names.STOCK_TCC, "confirm"),
            "TRIED/TRIED",
            "CONFIRMED/CONFIRMED",
            before(Names.ORDER_TCC, "confirm"));

    final Line line;
    final String left;
    final String end;

    /** Lines that the order must not pass before or meanwhile. */
    final List<Line> shut;

    Place(Line line, String left, String end, Line... shut) {
        this.line = line;
        this.left = left;
        this.end = end;
        this.shut = List.of(shut);
    }

    /** For this one Seata must be kept waiting, twice. */
    boolean takesSeatasPatience() {
        return this == BETWEEN_THE_CONFIRMS_ORDER_FIRST;
    }

    boolean isInARollback() {
        return this == BETWEEN_THE_CANCELS;
    }

    boolean endsConfirmed() {
        return end.startsWith("CONFIRMED");
    }

    /** Seata knows nothing of the order's row: the resolver ends it, once it is old. */
    boolean isForTheResolver() {
        return end.startsWith("REJECTED");
    }

    private static final class Names {
        static final String ROOM = "dev.holdfast.order.tcc.";
        static final String TRANSACTION = ROOM + "OrderTransaction";
        static final String STOCK_TCC = ROOM + "StockTcc";
        static final String ORDER_TCC = ROOM + "OrderTcc";
        static final String PLACING = "dev.holdfast.order.placement.Placing";
    }
}
