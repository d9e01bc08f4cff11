package dev.holdfast.order.tcc;

import dev.holdfast.stockapi.TryOutcome;

/** How the transaction of an order ended, as far as this side can know. */
public sealed interface Ending {
    /** The transaction; null if not even one was begun. */
    String xid();

    /** No Try was sent. */
    record CoordinatorUnreachable(String xid) implements Ending {}

    /** No Try was sent, or stock answered that it could do nothing just now. */
    record StockUnreachable(String xid) implements Ending {}

    /** Stock said no. */
    record Refused(String xid, TryOutcome outcome) implements Ending {}

    /** A Try failed after stock may have held; commit was not asked for and never will be: it is cancelled. */
    record Failed(String xid, Throwable why) implements Ending {}

    /** Both Tries came through and commit was asked for. What came of it is in the row, not in what Seata returned. */
    record CommitAsked(String xid) implements Ending {}
}
