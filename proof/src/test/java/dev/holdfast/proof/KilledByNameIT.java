package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static dev.holdfast.proof.Traps.Line.after;
import static dev.holdfast.proof.Traps.Line.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.proof.Traps.Line;
import dev.holdfast.proof.Traps.Trap;
import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An order-app is killed between any two lines of the line. One process has an order standing at every {@link Place}, each in
 * a transaction of its own, and dies of one kill.
 */
class KilledByNameIT extends LeftOpenTest {
    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 40;

    private static Server doomedApp;
    private static Wire atDoomedApp;
    private static int orderTraps;

    @BeforeAll
    static void startTheOneThatDies(Stack stack) {
        int port = stack.settings().ports().orderApp() + PORTS_ON;
        orderTraps = port + 10;
        Map<String, String> told = new HashMap<>(Traps.environment(orderTraps));
        // Whoever stands still keeps its thread: there must be more of them than places.
        told.put("HOLDFAST_BATCHING_LANES", "64");
        told.put("SEATA_TRANSPORT_THREADFACTORY_WORKERTHREADSIZE", "64");
        doomedApp = stack.furtherOrderApp("order-app-to-be-killed", port, told);
        atDoomedApp = new Wire(URI.create("http://127.0.0.1:" + port));
        doomedApp.start();
    }

    @AfterAll
    static void stopIt() {
        doomedApp.stop();
    }

    /** An order that stands at its place, or is on its way there. */
    private final class Doomed {
        private final Place place;
        private final String key = UUID.randomUUID().toString();
        private final long sku = shop.newSku(5);
        private final Trap trap;
        private String orderNo;

        Doomed(Place place, Traps traps) {
            this.place = place;
            trap = traps.set(place.line, this::isMeant);
            place.shut.forEach(line -> traps.set(line, this::isMeant));
        }

        private boolean isMeant(String arguments) {
            return orderNo() != null && arguments.contains(orderNo);
        }

        private synchronized String orderNo() {
            if (orderNo == null) {
                orderNo = shop.orderOf(key);
            }
            return orderNo;
        }

        /** The buyer waits, and is mostly never answered. */
        void place() {
            Thread buyer = new Thread(() -> {
                try {
                    placeAt(atDoomedApp);
                } catch (UncheckedIOException killed) {
                    // as was to be expected
                }
            });
            buyer.setDaemon(true);
            buyer.start();
        }

        Wire.Reply placeAt(Wire orderApp) {
            return orderApp.post("/orders", Shop.wish("u1", line(sku, 1)), "Idempotency-Key", key);
        }

        String states() {
            return shop.status(orderNo()) + "/" + shop.reservation(orderNo());
        }

        String xid() {
            return shop.sql("SELECT xid FROM holdfast_order.orders WHERE order_no = ?", orderNo());
        }

        @Override
        public String toString() {
            return place + " " + orderNo;
        }
    }

    @TestFactory
    Stream<DynamicTest> its_orders_find_their_end_at_the_survivor() throws Exception {
        return fates(killed(List.of(Place.values()), doomedApp), shop.orders);
    }

    @TestFactory
    Stream<DynamicTest> its_orders_find_their_end_when_it_is_back_and_nobody_else_is_there() throws Exception {
        List<Place> places = Stream.of(Place.values())
                .filter(place -> !place.takesSeatasPatience())
                .toList();
        List<Doomed> doomed = killed(places, doomedApp, shop.stack.orderApp());
        doomedApp.start();
        return fates(doomed, atDoomedApp);
    }

    private List<Doomed> killed(List<Place> places, Server... victims) throws Exception {
        doomedApp.start();
        awaitAllIsWell(atDoomedApp);
        try (Traps traps = new Traps(orderTraps)) {
            List<Doomed> doomed = new ArrayList<>();
            for (Place place : places) {
                doomed.add(standing(place, traps));
                if (place == Place.BETWEEN_THE_CONFIRMS) {
                    doomed.addAll(standingTogether(place, traps));
                }
            }
            assertThat(doomed).allSatisfy(each -> assertThat(each.states()).isEqualTo(each.place.left));
            List.of(victims).forEach(Server::kill);
            return doomed;
        }
    }

    /** So that its classes are loaded, and an instance that a test before has killed is no longer asked. */
    private void awaitAllIsWell(Wire orderApp) {
        long sku = shop.newSku(1_000);
        await("four orders in a row", RECOVERY, () -> {
            for (int i = 0; i < 4; i++) {
                Wire.Reply reply = orderApp.post(
                        "/orders",
                        Shop.wish("u1", line(sku, 1)),
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
                assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
            }
        });
    }

    /** Alone in its transaction: the next is placed when this one stands. */
    private Doomed standing(Place place, Traps traps) throws Exception {
        Doomed next = new Doomed(place, traps);
        if (place.isInARollback()) {
            Trap orderTry = traps.set(before("dev.holdfast.order.tcc.OrderTcc", "tryPlace"), next::isMeant);
            next.place();
            orderTry.awaitCaught();
            orderTry.letFail();
        } else {
            next.place();
        }
        next.trap.awaitCaught();
        return next;
    }

    /** Several orders of one transaction; whoever misses it dies as well. */
    private List<Doomed> standingTogether(Place place, Traps traps) {
        List<Doomed> all = new ArrayList<>();
        for (int attempt = 0; attempt < 10; attempt++) {
            List<Doomed> three = IntStream.range(0, 3)
                    .mapToObj(i -> new Doomed(place, traps))
                    .toList();
            three.forEach(Doomed::place);
            three.forEach(each -> each.trap.awaitCaught());
            all.addAll(three);
            if (three.stream().map(Doomed::xid).distinct().count() < 3) {
                return all;
            }
        }
        throw new IllegalStateException("no two orders shared a transaction");
    }

    private Stream<DynamicTest> fates(List<Doomed> doomed, Wire survivor) {
        doomed.forEach(each -> assertRetriedAtOnce(each, survivor));
        doomed.stream().filter(each -> each.place.isForTheResolver()).forEach(each -> oldOrder(each.orderNo()));
        return doomed.stream()
                .map(each -> dynamicTest(
                        each.place + ": " + each.place.left + " becomes " + each.place.end,
                        () -> assertEnds(each, survivor)));
    }

    /** The buyer, who heard nothing, asks again with the same key. */
    private static void assertRetriedAtOnce(Doomed order, Wire survivor) {
        Wire.Reply reply = order.placeAt(survivor);
        assertThat(reply.text("orderNo")).as(reply.toString()).isEqualTo(order.orderNo());
        // Whoever is quick may have settled it already.
        assertThat(reply.status()).as(order + " " + reply).isIn(202, order.place.endsConfirmed() ? 201 : 409);
    }

    private void assertEnds(Doomed order, Wire survivor) {
        await(order + " to end", RECOVERY, () -> assertThat(order.states()).isEqualTo(order.place.end));
        boolean confirmed = order.place.endsConfirmed();
        assertThat(shop.level(order.sku)).isEqualTo(confirmed ? "4/0/1" : "5/0/0");
        assertThat(log(order.orderNo()))
                .as("settled by the resolver; empty: by Seata, at the doors of whoever was there")
                .isEqualTo(order.place.isForTheResolver() ? List.of("order rule-1 NEW>REJECTED resolver") : List.of());
        Wire.Reply reply = order.placeAt(survivor);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(confirmed ? 201 : 409);
        assertThat(reply.text("orderNo")).isEqualTo(order.orderNo());
        assertThat(order.placeAt(survivor).raw().body()).isEqualTo(reply.raw().body());
        assertThat(shop.sql("SELECT COUNT(*) FROM holdfast_order.order_line WHERE sku_id = ?", order.sku))
                .as("orders of this buyer")
                .isEqualTo("1");
    }

    @Test
    void a_confirm_whose_stock_app_died_before_it_could_answer_is_asked_again_and_sells_once() {
        int port = shop.stack.settings().ports().stockApp() + PORTS_ON;
        Server stockTwo = shop.stack.furtherStockApp("stock-app-to-be-killed", port, Traps.environment(port + 10));
        stockTwo.start();
        long sku = shop.newSku(9_000);
        String key;
        try (Traps traps = new Traps(port + 10)) {
            Line committed = after("dev.holdfast.stock.reservation.Settling", "confirm");
            Trap trap = traps.set(committed, anything -> true);
            key = untilCaught(trap, sku);
            assertThat(shop.reservation(shop.orderOf(key))).isEqualTo("CONFIRMED");
        } finally {
            stockTwo.kill();
        }
        awaitStatus(shop.orderOf(key), "CONFIRMED");
        assertThat(log(shop.orderOf(key))).isEmpty();
        String sold = shop.sql(
                "SELECT COUNT(*) FROM holdfast_order.order_line JOIN holdfast_order.orders USING (order_no)"
                        + " WHERE sku_id = ? AND status = 'CONFIRMED'",
                sku);
        assertThat(shop.sql("SELECT sold FROM holdfast_stock.stock WHERE store_id = 1 AND sku_id = ?", sku))
                .isEqualTo(sold);
    }

    /** @return the key of the order whose confirm stands still in the second of two stock-apps */
    private String untilCaught(Trap trap, long sku) {
        long few = shop.newSku(1);
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (System.nanoTime() - end < 0) {
            String key = UUID.randomUUID().toString();
            CompletableFuture<Wire.Reply> reply = CompletableFuture.supplyAsync(() -> order(key, line(sku, 1)));
            await("the order", RECOVERY, () -> assertThat(trap.hasCaught() || reply.isDone())
                    .isTrue());
            if (trap.hasCaught()) {
                return key;
            }
            // The two take turns: an order asks twice, one that is refused once.
            order(UUID.randomUUID().toString(), line(few, 2));
        }
        throw new IllegalStateException("the second stock-app was never asked to confirm");
    }

    private Wire.Reply order(String key, String line) {
        return shop.orders.post("/orders", Shop.wish("u1", line), "Idempotency-Key", key);
    }
}
