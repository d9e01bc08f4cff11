package dev.holdfast.proof.model;

/** What the protocol consists of. Each can be dropped: the model then also does what the rule forbids. */
enum Rule {
    // The cell and its stock row.
    /** Stock moves only {@code WHERE available >= quantity}. */
    STOCK_ROW_IS_GUARDED,
    /** The cell belongs to (id, xid): a verb of another xid changes nothing. */
    CELL_BELONGS_TO_ITS_XID,
    /** Cancel of what is absent leaves a row that refuses the Try it overtook. */
    CANCEL_LEAVES_A_TOMBSTONE,

    // The order row's guards.
    /** OrderTcc.try: {@code WHERE status = 'NEW'}. */
    ORDER_IS_TRIED_ONLY_IF_NEW,
    /** OrderTcc.confirm: {@code WHERE status = 'TRIED'}. */
    ORDER_IS_CONFIRMED_ONLY_IF_TRIED,
    /** OrderTcc.confirm: {@code AND xid = ?}. */
    ORDER_IS_CONFIRMED_ONLY_BY_ITS_XID,
    /** OrderTcc.cancel: {@code WHERE status = 'NEW' OR status = 'TRIED'}: never what is final. */
    ORDER_IS_CANCELLED_ONLY_IF_OPEN,
    /** OrderTcc.cancel: {@code WHERE status = 'NEW'} too, so that a Try of the row that comes later finds it closed. */
    ORDER_IS_CANCELLED_IF_NEW,
    /** OrderTcc.cancel: {@code status = 'TRIED' AND xid = ?}. */
    ORDER_IS_CANCELLED_ONLY_BY_ITS_XID,
    /** Whoever rejects an order: {@code WHERE status = 'NEW'}. */
    ORDER_IS_REJECTED_ONLY_IF_NEW,

    // The line.
    /** A refusal or failure of StockTcc.try is an exception, so that Seata rolls back. */
    FAILED_TRY_ROLLS_BACK,
    /** Commit is asked for only after OrderTcc.try has moved the row. */
    COMMIT_COMES_AFTER_ORDER_TRY,
    /** OrderTcc.confirm moves the order only with stock's yes. */
    ORDER_IS_CONFIRMED_WITH_STOCKS_YES,
    /** OrderTcc.cancel moves an order that is TRIED only with stock's yes to Cancel(id, xid). */
    ORDER_IS_CANCELLED_WITH_STOCKS_YES,
    /** To Seata's door, a Cancel that another xid's cell refuses is a success. */
    ANOTHERS_CELL_IS_NOTHING_TO_CANCEL,
    /** In a shared transaction, Confirm takes its ids from order rows. */
    CONFIRM_TAKES_IDS_FROM_ORDER_ROWS,
    /** In a shared transaction, Cancel takes the whole list that was registered. */
    CANCEL_TAKES_THE_WHOLE_LIST,

    // The resolver's rule 1.
    /** An old NEW order is decided by its row alone. */
    NEW_IS_DECIDED_BY_ITS_ROW,
    /** 0 rows: look again. */
    ZERO_ROWS_LOOK_AGAIN,

    // The resolver's rule 2.
    /** An old TRIED order is decided by its reservation's cell. */
    TRIED_IS_DECIDED_BY_ITS_CELL,
    /** Only if Seata does not report the xid as unfinished. */
    SEATA_DECIDES_WHILE_IT_REMEMBERS,
    /** An unknown xid is reported Finished: this does not mean committed. */
    FINISHED_DOES_NOT_MEAN_COMMITTED,
    /** An unknown xid is reported Finished: this does not mean rolled back. */
    FINISHED_DOES_NOT_MEAN_ROLLED_BACK,
    /** Never the order first. */
    STOCK_FIRST_THEN_THE_ORDER,
    /** Only the received answer to Cancel counts: none, and nothing is done now. */
    NO_ANSWER_SETTLES_NOTHING,
    /** Another xid's answer settles nothing. */
    ANOTHERS_ANSWER_SETTLES_NOTHING,
    /** Never on a state read earlier. */
    STATE_READ_EARLIER_SETTLES_NOTHING,

    // The resolver's rule 3.
    /** Every old TRIED reservation is swept, by rule 2. */
    HELD_IS_SWEPT,
    /** ... with its own xid, not its order's. */
    SWEPT_WITH_ITS_OWN_XID,
    /** ... whatever its order says. */
    SWEPT_THOUGH_THE_ORDER_IS_CLOSED,
    /** ... absent too. */
    SWEPT_THOUGH_THE_ORDER_IS_ABSENT,
    /** ... for ever. */
    SWEPT_FOR_EVER
}
