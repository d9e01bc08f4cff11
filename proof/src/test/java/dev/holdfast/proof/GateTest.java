package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with hot rows; afterwards the setting is as it was. */
abstract class GateTest extends ShopTest {
    static final Duration SOON = Duration.ofSeconds(10);

    private static final String NONE_HOT = "hot: []";

    final String id = UUID.randomUUID().toString();
    GateKeys keys;
    private String published;

    @BeforeEach
    void look(Stack stack) {
        keys = GateKeys.of(stack);
        published = stack.published("stock-app.yaml");
        assertThat(published).contains(NONE_HOT);
    }

    @AfterEach
    void close() {
        shop.stack.redis().start();
        shop.stack.publish("stock-app.yaml", published);
        keys.close();
    }

    static String row(long sku) {
        return "1:" + sku;
    }

    void publishHot(String setting) {
        shop.stack.publish("stock-app.yaml", published.replace(NONE_HOT, "hot: " + setting));
    }

    /** Makes these hot, and only these; returns when they are loaded. */
    void makeHot(Long... skus) {
        publishHot(Arrays.stream(skus).map(sku -> "\"" + row(sku) + "\"").collect(Collectors.joining(",", "[", "]")));
        await("the rows to be loaded", SOON, () -> assertThat(skus).allMatch(sku -> keys.free(row(sku)) != null));
    }

    long newHotSku(int units) {
        long sku = shop.newSku(units);
        makeHot(sku);
        assertThat(keys.free(row(sku))).isEqualTo(units);
        return sku;
    }

    Wire.Reply tryIt(String id, String... lines) {
        return call("try", id, "{\"xid\":\"x\",\"lines\":[%s]}".formatted(String.join(",", lines)));
    }

    Wire.Reply confirm(String id) {
        return call("confirm", id, "{\"xid\":\"x\"}");
    }

    Wire.Reply cancel(String id) {
        return call("cancel", id, "{\"xid\":\"x\"}");
    }

    private Wire.Reply call(String verb, String id, String body) {
        return shop.stock.post("/tcc/reservations/" + id + "/" + verb, body);
    }

    static void assertShort(Wire.Reply reply, long requested, long available) {
        assertThat(reply.text("type")).as(reply.toString()).isEqualTo("urn:holdfast:insufficient-stock");
        assertThat(reply.body().path("shortages").findValuesAsText("requested")).containsExactly("" + requested);
        assertThat(reply.body().path("shortages").findValuesAsText("available")).containsExactly("" + available);
    }

    static void assertDone(Wire.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    /** I4: once quiet the gate counts what the database has, and nobody holds who is settled. */
    void assertGateIsRight(long sku) {
        await("the gate to be right", SOON, () -> {
            assertThat(keys.free(row(sku))).isEqualTo(available(sku));
            assertThat(keys.holders(row(sku))).isEmpty();
        });
    }

    private Long available(long sku) {
        return Long.valueOf(
                shop.sql("SELECT available FROM holdfast_stock.stock WHERE store_id = 1 AND sku_id = ?", sku));
    }

    /** What stock-app counted of this answer of the gate since it started. */
    double counted(String answer) {
        return meter("holdfast.gate.answers?tag=answer:" + answer);
    }

    /** How many Tries that the gate refused were looked up with this result: short, enough, failed. */
    double lookedUp(String result) {
        return meter("holdfast.gate.looked-up?tag=result:" + result);
    }

    private double meter(String meter) {
        return shop.stock
                .management()
                .get("/actuator/metrics/" + meter)
                .body()
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble();
    }

    interface Work {
        void run() throws Exception;
    }

    /** While somebody else has the stock row locked, so that nobody gets an answer from there. */
    void whileTheRowIsLocked(long sku, Work work) throws Exception {
        try (Connection connection = shop.stack.rootConnection("")) {
            connection.setAutoCommit(false);
            lock(connection, sku);
            work.run();
            connection.rollback();
        }
    }

    private static void lock(Connection connection, long sku) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(
                    "SELECT 1 FROM holdfast_stock.stock WHERE store_id = 1 AND sku_id = " + sku + " FOR UPDATE");
        }
    }

    /** While eight ask for it again and again. */
    static void whileInDemand(Runnable ask, Work work) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService askers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> asking = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(i -> askers.submit(() -> {
                        while (!over.get()) {
                            ask.run();
                        }
                    }))
                    .toList();
            work.run();
            over.set(true);
            for (Future<?> each : asking) {
                each.get(1, TimeUnit.MINUTES);
            }
        } finally {
            over.set(true);
            askers.shutdown();
        }
    }

    List<String> tryAndConfirm(long sku, int times) {
        List<String> ids = IntStream.range(0, times)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        ids.forEach(each -> {
            assertDone(tryIt(each, line(sku, 1)));
            assertDone(confirm(each));
        });
        return ids;
    }
}
