package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static dev.holdfast.proof.Shop.wish;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** An order whose Confirm is refused, against all that was agreed, stays open; those that share its transaction do not. */
class RefusedConfirmIT extends ShopTest {
    private static final int ORDERS = 40;
    private static final int MOST_ROUNDS = 10;

    private final String victim = "victim-" + UUID.randomUUID();

    @Test
    void an_order_whose_confirm_is_refused_holds_back_no_order_that_shares_its_transaction() throws Exception {
        long sku = shop.newSku(10_000);
        long others = shop.newSku(10_000);
        long shared = 0;
        try (Connection root = shop.stack.rootConnection("");
                Statement statement = root.createStatement()) {
            statement.execute(givingBackBehindTheBack(sku));
            try {
                for (int round = 0; shared == 0 && round < MOST_ROUNDS; round++) {
                    shared = oneRound(statement, sku, others);
                }
            } finally {
                statement.execute("DROP TRIGGER holdfast_order.give_back");
            }
        }
        assertThat(shared).as("orders that shared the transaction").isPositive();
    }

    /** As soon as the order of the victim is TRIED, its reservation is cancelled without Seata. */
    private String givingBackBehindTheBack(long sku) {
        return """
                CREATE TRIGGER holdfast_order.give_back AFTER UPDATE ON holdfast_order.orders FOR EACH ROW
                IF NEW.buyer_id = '%s' AND OLD.status = 'NEW' AND NEW.status = 'TRIED' THEN
                  UPDATE holdfast_stock.stock_reservation SET state = 'CANCELLED' WHERE reservation_id = NEW.order_no;
                  UPDATE holdfast_stock.stock SET frozen = frozen - 1, available = available + 1
                   WHERE store_id = 1 AND sku_id = %d;
                END IF
                """
                .formatted(victim, sku);
    }

    /** @return how many other orders shared the transaction of the one whose Confirm is refused */
    private long oneRound(Statement statement, long sku, long others) throws Exception {
        List<Callable<Wire.Reply>> orders = new ArrayList<>();
        orders.add(() -> shop.orders.post(
                "/orders",
                wish(victim, line(sku, 1)),
                "Idempotency-Key",
                UUID.randomUUID().toString()));
        for (int i = 1; i < ORDERS; i++) {
            orders.add(() -> shop.order(line(others, 1)));
        }
        // The one that is refused is not the first: that would be alone.
        orders.add(orders.remove(0));
        List<Wire.Reply> replies = RaceIT.atOnce(ORDERS, orders);
        Wire.Reply refused = replies.get(ORDERS - 1);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(202);
        assertThat(replies.subList(0, ORDERS - 1)).allMatch(reply -> reply.status() == 201);
        // An operator has put things right; Seata still asks.
        String orderNo = refused.text("orderNo");
        statement.execute("START TRANSACTION");
        statement.execute(
                "UPDATE holdfast_stock.stock SET frozen = frozen + 1, available = available - 1 WHERE store_id = 1"
                        + " AND sku_id = " + sku);
        statement.execute(
                "UPDATE holdfast_stock.stock_reservation SET state = 'TRIED' WHERE reservation_id = '" + orderNo + "'");
        statement.execute("COMMIT");
        await("the order to be confirmed", Duration.ofSeconds(60), () -> assertThat(shop.status(orderNo))
                .isEqualTo("CONFIRMED"));
        return replies.subList(0, ORDERS - 1).stream()
                .filter(reply -> reply.text("xid").equals(refused.text("xid")))
                .count();
    }
}
