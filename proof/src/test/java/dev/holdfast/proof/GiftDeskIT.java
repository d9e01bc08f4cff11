package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.proof.desk.GiftDesk;
import dev.holdfast.proof.desk.GiftTcc;
import dev.holdfast.stack.Stack;
import dev.holdfast.stockapi.CancelOutcome;
import dev.holdfast.stockapi.ConfirmOutcome;
import dev.holdfast.stockapi.HeldReservation;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Lines;
import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.ReservationId;
import dev.holdfast.stockapi.ReservationState;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockClient;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockUnansweredException;
import dev.holdfast.stockapi.StockUnreachableException;
import dev.holdfast.stockapi.TryOutcome;
import dev.holdfast.stockapi.Xid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.tm.api.GlobalTransaction;
import org.apache.seata.tm.api.GlobalTransactionContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A third service over real Feign and a real Seata server: every outcome survives the trip. */
class GiftDeskIT extends ShopTest {
    private static ConfigurableApplicationContext desk;

    private final ReservationId gift = new ReservationId(UUID.randomUUID().toString());
    private final Xid xid = new Xid("gift:" + UUID.randomUUID());
    private StockClient stock;
    private GiftDesk.Script script;

    @BeforeAll
    static void openDesk(Stack stack) {
        // What nacos-config says to order-app, said to an application that has no file there.
        desk = new SpringApplicationBuilder(GiftDesk.class)
                .web(WebApplicationType.NONE)
                .properties(stack.clientEnvironment())
                .properties(
                        "spring.application.name=gift-desk",
                        "spring.cloud.nacos.server-addr=${HOLDFAST_NACOS}",
                        "spring.cloud.nacos.username=${SPRING_CLOUD_NACOS_USERNAME}",
                        "spring.cloud.nacos.password=${SPRING_CLOUD_NACOS_PASSWORD}",
                        "spring.cloud.nacos.config.enabled=false",
                        "spring.cloud.nacos.config.import-check.enabled=false",
                        "spring.cloud.nacos.discovery.register-enabled=false",
                        "spring.cloud.loadbalancer.cache.enabled=false",
                        // Seata knocks for a branch at the application that registered it: so a test can register
                        // order-app's.
                        "seata.application-id=order-app",
                        "seata.tx-service-group=holdfast",
                        "seata.service.vgroup-mapping.holdfast=default",
                        "seata.enable-auto-data-source-proxy=false",
                        "seata.config.type=file",
                        "seata.registry.type=nacos",
                        "seata.registry.nacos.server-addr=${HOLDFAST_NACOS}",
                        "seata.registry.nacos.username=${SPRING_CLOUD_NACOS_USERNAME}",
                        "seata.registry.nacos.password=${SPRING_CLOUD_NACOS_PASSWORD}",
                        "seata.registry.nacos.application=seata-server",
                        "seata.registry.nacos.group=SEATA_GROUP",
                        "logging.level.root=warn")
                .run();
    }

    @AfterAll
    static void closeDesk() {
        desk.close();
    }

    @BeforeEach
    void find() {
        stock = desk.getBean(StockClient.class);
        script = desk.getBean(GiftDesk.Script.class);
        script.phaseTwo.clear();
    }

    private static Lines lines(long sku, int quantity) {
        return Lines.of(List.of(new Line(1, sku, quantity)));
    }

    @Test
    void every_outcome_of_a_try_survives_the_trip() {
        long sku = shop.newSku(5);
        Reservation held = new Reservation(
                gift.value(), xid.xid(), ReservationState.TRIED, lines(sku, 2).asList());
        assertThat(stock.tryReserve(gift, xid, lines(sku, 2))).isEqualTo(new TryOutcome.Tried(held));
        assertThat(stock.find(gift)).contains(held);
        assertThat(stock.triedFor(Duration.ZERO, Instant.EPOCH, "", 1000))
                .extracting(HeldReservation::reservationId)
                .contains(held.reservationId());
        assertThat(stock.tryReserve(gift, xid, lines(sku, 3))).isEqualTo(new TryOutcome.IdReused(xid.xid()));
        assertThat(stock.tryReserve(gift, new Xid("x2"), lines(sku, 2))).isEqualTo(new TryOutcome.IdReused(xid.xid()));
        ReservationId other = new ReservationId(UUID.randomUUID().toString());
        assertThat(stock.tryReserve(other, xid, lines(sku, 4)))
                .isEqualTo(new TryOutcome.Insufficient(List.of(new Shortage(1, sku, 4, 3))));
        assertThat(stock.tryReserve(other, xid, lines(sku + 1_000_000, 4)))
                .isEqualTo(new TryOutcome.UnknownSku(List.of(new StockKey(1, sku + 1_000_000))));
        assertThat(stock.find(other)).isEmpty();
        stock.cancel(other, xid);
        assertThat(stock.tryReserve(other, xid, lines(sku, 1))).isEqualTo(new TryOutcome.TooLate());
        stock.cancel(gift, xid);
    }

    @Test
    void every_outcome_of_a_confirm_and_a_cancel_survives_the_trip() {
        long sku = shop.newSku(5);
        assertThat(stock.confirm(gift, xid)).isEqualTo(new ConfirmOutcome.NotTried());
        stock.tryReserve(gift, xid, lines(sku, 2));
        assertThat(stock.confirm(gift, new Xid("x2"))).isEqualTo(new ConfirmOutcome.IdReused(xid.xid()));
        assertThat(stock.cancel(gift, new Xid("x2"))).isEqualTo(new CancelOutcome.IdReused(xid.xid()));
        assertThat(stock.confirm(gift, xid)).isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(stock.cancel(gift, xid)).isEqualTo(new CancelOutcome.AlreadyConfirmed());
        ReservationId other = new ReservationId(UUID.randomUUID().toString());
        assertThat(stock.cancel(other, xid)).isInstanceOf(CancelOutcome.Cancelled.class);
        assertThat(stock.confirm(other, xid)).isEqualTo(new ConfirmOutcome.AlreadyCancelled());
        assertThat(stock.level(new StockKey(1, sku)))
                .hasValueSatisfying(level -> assertThat(level.sold()).isEqualTo(2));
        assertThat(stock.level(new StockKey(99, sku))).isEmpty();
    }

    @Test
    void not_sent_and_not_answered_are_two_things() {
        long sku = shop.newSku(5);
        shop.stack.stockApp().pause();
        try {
            assertThatExceptionOfType(StockUnansweredException.class)
                    .isThrownBy(() -> stock.tryReserve(gift, xid, lines(sku, 1)));
        } finally {
            shop.stack.stockApp().resume();
        }
        assertThat(stock.cancel(gift, xid)).isInstanceOf(CancelOutcome.Cancelled.class);
        shop.stack.stockApp().kill();
        try {
            // The first call may still use a connection that was open a moment ago: then it cannot be sure.
            await("the dead connections to be gone", Duration.ofSeconds(10), () -> assertThatExceptionOfType(
                            StockUnreachableException.class)
                    .isThrownBy(() -> stock.tryReserve(gift, xid, lines(sku, 1))));
        } finally {
            shop.stack.stockApp().start();
        }
        await("stock-app to be found again", Duration.ofSeconds(30), () -> assertThat(stock.find(gift))
                .isPresent());
    }

    @Test
    void a_commit_through_seata_sells() throws Exception {
        long sku = shop.newSku(5);
        script.onTry = xid -> stock.tryReserve(gift, new Xid(xid), lines(sku, 2));
        GlobalTransaction transaction = begun();
        desk.getBean(GiftTcc.class).tryGift(null, gift.value());
        transaction.commit();
        await("the confirm", Duration.ofSeconds(20), () -> assertThat(shop.reservation(gift.value()))
                .isEqualTo("CONFIRMED"));
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void a_rollback_through_seata_gives_back() throws Exception {
        long sku = shop.newSku(5);
        script.onTry = xid -> stock.tryReserve(gift, new Xid(xid), lines(sku, 2));
        GlobalTransaction transaction = begun();
        desk.getBean(GiftTcc.class).tryGift(null, gift.value());
        assertThat(shop.level(sku)).isEqualTo("3/2/0");
        transaction.rollback();
        await("the cancel", Duration.ofSeconds(20), () -> assertThat(shop.reservation(gift.value()))
                .isEqualTo("CANCELLED"));
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    @Test
    void an_empty_rollback_through_seata_leaves_a_tombstone_and_the_try_that_was_under_way_is_refused()
            throws Exception {
        long sku = shop.newSku(5);
        AtomicReference<String> owner = new AtomicReference<>();
        // The branch is registered and the request is "still on the network" when the Try fails.
        script.onTry = xid -> {
            owner.set(xid);
            throw new IllegalStateException("lost on the way");
        };
        GlobalTransaction transaction = begun();
        assertThatThrownBy(() -> desk.getBean(GiftTcc.class).tryGift(null, gift.value()))
                .hasMessage("lost on the way");
        transaction.rollback();
        await("the tombstone", Duration.ofSeconds(20), () -> assertThat(shop.reservation(gift.value()))
                .isEqualTo("CANCELLED"));
        assertThat(script.phaseTwo).contains("cancel " + gift);
        assertThat(stock.tryReserve(gift, new Xid(owner.get()), lines(sku, 2))).isEqualTo(new TryOutcome.TooLate());
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    /** Newer servers than 2.0.0 roll back the other way round, so the order's door may be asked before stock's. */
    @Test
    void an_order_that_a_person_has_sold_is_not_cancelled_by_a_late_rollback() throws Exception {
        long sku = shop.newSku(5);
        GlobalTransaction transaction = begun();
        String orderNo = tried(transaction.getXid(), sku);
        ReservationId order = new ReservationId(orderNo);
        Xid owner = new Xid(transaction.getXid());
        stock.tryReserve(order, owner, lines(sku, 2));
        // By the hand of a person, while Seata had forgotten it; order-app died before the order had moved.
        stock.confirm(order, owner);
        double before = brokenPromises();
        transaction.rollback();
        await("the order's door to refuse", Duration.ofSeconds(60), () -> assertThat(brokenPromises())
                .isGreaterThan(before));
        assertThat(shop.status(orderNo)).isEqualTo("TRIED");
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
        // Seata asks for ever: until, as far as it can see, the order is another transaction's.
        change("UPDATE orders SET xid = CONCAT('x', xid) WHERE order_no = ?", orderNo);
        await("Seata to be done with it", Duration.ofSeconds(60), () -> assertThat(transaction.getStatus())
                .isIn(GlobalStatus.Rollbacked, GlobalStatus.Finished));
        change(
                "UPDATE orders SET xid = SUBSTR(xid, 2), changed_at = changed_at - INTERVAL 1 HOUR WHERE order_no = ?",
                orderNo);
        await("the resolver", Duration.ofSeconds(60), () -> assertThat(shop.status(orderNo))
                .isEqualTo("CONFIRMED"));
        assertThat(shop.level(sku)).isEqualTo("3/0/2");
    }

    @Test
    void an_order_whose_door_is_asked_first_has_its_stock_given_back_before_it_is_cancelled() throws Exception {
        long sku = shop.newSku(5);
        GlobalTransaction transaction = begun();
        String orderNo = tried(transaction.getXid(), sku);
        stock.tryReserve(new ReservationId(orderNo), new Xid(transaction.getXid()), lines(sku, 2));
        transaction.rollback();
        await("the order to be cancelled", Duration.ofSeconds(60), () -> assertThat(shop.status(orderNo))
                .isEqualTo("CANCELLED"));
        assertThat(shop.reservation(orderNo)).isEqualTo("CANCELLED");
        assertThat(shop.level(sku)).isEqualTo("5/0/0");
    }

    /** An order for two units, TRIED, whose branch is the only one of the transaction. */
    private String tried(String owner, long sku) throws Exception {
        String orderNo = UUID.randomUUID().toString().replace("-", "");
        change(
                "INSERT INTO orders (order_no, buyer_id, request_fingerprint, xid, status, created_at, updated_at)"
                        + " VALUES (?, 'u1', '', '" + owner + "', 'TRIED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
                orderNo);
        change("INSERT INTO order_line (order_no, store_id, sku_id, quantity) VALUES (?, 1, " + sku + ", 2)", orderNo);
        DefaultResourceManager.get()
                .branchRegister(
                        BranchType.TCC,
                        "order-app.order",
                        null,
                        owner,
                        "{\"actionContext\":{\"orderNos\":\"" + orderNo + "\"}}",
                        null);
        return orderNo;
    }

    private void change(String statement, String orderNo) throws SQLException {
        try (Connection connection = shop.stack.rootConnection("holdfast_order");
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, orderNo);
            assertThat(prepared.executeUpdate()).as(statement).isEqualTo(1);
        }
    }

    private double brokenPromises() {
        Wire.Reply reply =
                shop.orders.management().get("/actuator/metrics/holdfast.tcc.broken.promises?tag=door:order");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.body().path("measurements").path(0).path("value").asDouble();
    }

    private static GlobalTransaction begun() throws Exception {
        GlobalTransaction transaction = GlobalTransactionContext.createNew();
        transaction.begin(20_000, "gift");
        return transaction;
    }
}
