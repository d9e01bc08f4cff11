package dev.holdfast.order.ledger;

import dev.holdfast.tcc.Refusal;
import dev.holdfast.tcc.TccAnswer;
import dev.holdfast.tcc.TccState;
import dev.holdfast.tcc.TccVerb;
import java.time.Clock;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The order rows. Terminal states never change; every move is one guarded update, and its count is answered. */
@Service
public class Orders {
    /** How often a key may be let go by its holder between our insert and our read before we stop believing it. */
    private static final int MOST_CLAIMS = 5;

    private final OrderMapper orders;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Orders(OrderMapper orders, PlatformTransactionManager transactions, Clock clock) {
        this.orders = orders;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Claims {@code key} for {@code fresh}, which must be NEW; of all who try, one wins. */
    public Claim claim(Order fresh, String key) {
        for (int i = 0; i < MOST_CLAIMS; i++) {
            if (insert(fresh, key)) {
                return new Claim.Won(fresh);
            }
            Optional<Order> first =
                    Optional.ofNullable(orders.findByKey(fresh.buyerId(), key)).map(this::withLines);
            if (first.isPresent()) {
                return new Claim.Lost(first.get());
            }
        }
        throw new IllegalStateException(
                "the key of " + fresh.orderNo() + " was taken and let go " + MOST_CLAIMS + " times");
    }

    private boolean insert(Order fresh, String key) {
        try {
            transaction.executeWithoutResult(status -> {
                orders.insert(fresh, key);
                orders.insertLines(fresh.orderNo(), fresh.lines());
            });
            return true;
        } catch (DuplicateKeyException claimed) {
            return false;
        }
    }

    public Optional<Order> find(String orderNo) {
        return Optional.ofNullable(orders.find(orderNo)).map(this::withLines);
    }

    /** NEW to TRIED: from here on only Confirm and Cancel of {@code xid} move it. */
    public TccAnswer tried(String orderNo, String xid) {
        return moved(orders.moveToTried(orderNo, xid, clock.instant()), orderNo, TccVerb.TRY, xid);
    }

    /** TRIED to CONFIRMED. Only with stock's yes to the Confirm of the same xid. */
    public TccAnswer confirmed(String orderNo, String xid) {
        return moved(orders.moveToConfirmed(orderNo, xid, clock.instant()), orderNo, TccVerb.CONFIRM, xid);
    }

    /** NEW or TRIED to CANCELLED. */
    public TccAnswer cancelled(String orderNo, String xid, String reason) {
        return moved(orders.moveToCancelled(orderNo, xid, reason, clock.instant()), orderNo, TccVerb.CANCEL, xid);
    }

    /** NEW to REJECTED, keeping what the buyer is told. @return false if it was no longer NEW: its row has the answer */
    public boolean rejected(String orderNo, String xid, String reason, String refusal) {
        return oneOrNone(orders.moveToRejected(orderNo, xid, reason, refusal, clock.instant()), orderNo);
    }

    /** NEW to REJECTED and its key free: only if nothing was ever sent. @return false if it was no longer NEW */
    public boolean letGo(String orderNo, String xid, String reason) {
        return oneOrNone(orders.letGo(orderNo, xid, reason, clock.instant()), orderNo);
    }

    private TccAnswer moved(int rows, String orderNo, TccVerb verb, String xid) {
        return oneOrNone(rows, orderNo) ? new TccAnswer.Move(after(verb)) : unmoved(orderNo, verb, xid);
    }

    /** Why the guard let nothing through, in the words of the table. */
    private TccAnswer unmoved(String orderNo, TccVerb verb, String xid) {
        OrderMapper.Row row = orders.find(orderNo);
        if (row == null) {
            throw new IllegalStateException("order " + orderNo + " has no row, though it was claimed");
        }
        if (row.xid() != null && !row.xid().equals(xid)) {
            return new TccAnswer.Refuse(Refusal.ID_REUSED);
        }
        TccAnswer answer = verb.on(row.status().tcc());
        if (answer instanceof TccAnswer.Move) {
            // It changed between the update and the read, or its xid is not written yet: whoever asked may ask again.
            throw new IllegalStateException(
                    "order " + orderNo + " is " + row.status() + " and did not move on " + verb);
        }
        return answer;
    }

    private static TccState after(TccVerb verb) {
        return switch (verb) {
            case TRY -> TccState.TRIED;
            case CONFIRM -> TccState.CONFIRMED;
            case CANCEL -> TccState.CANCELLED;
        };
    }

    private static boolean oneOrNone(int rows, String orderNo) {
        if (rows > 1) {
            throw new IllegalStateException(rows + " rows of order " + orderNo + " moved; its number is a primary key");
        }
        return rows == 1;
    }

    private Order withLines(OrderMapper.Row row) {
        return new Order(
                row.orderNo(),
                row.buyerId(),
                row.requestFingerprint(),
                row.xid(),
                row.status(),
                row.reason(),
                row.refusal(),
                row.createdAt(),
                row.updatedAt(),
                orders.lines(row.orderNo()));
    }
}
