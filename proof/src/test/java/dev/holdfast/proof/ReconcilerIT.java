package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.stack.Server;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.redisson.api.RLock;

/** Stock rows, reservations and the gate compared: Redis is set right, what only a person may decide is told. */
class ReconcilerIT extends GateTest {
    private static final Duration LATER = Duration.ofSeconds(60);

    private JsonNode reconcile(boolean dryRun) {
        return reconcileAt(shop.stock, dryRun);
    }

    private static JsonNode reconcileAt(Wire stockApp, boolean dryRun) {
        Wire.Reply reply = stockApp.post("/reconciliation?dryRun=" + dryRun, "");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.body();
    }

    /** Each about this SKU as {@code KIND is/should}, or {@code KIND before>after}. */
    private static List<String> of(long sku, JsonNode findings) {
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> finding.path("skuId").asLong() == sku)
                .map(finding -> finding.path("kind").asText() + " "
                        + (finding.has("is")
                                ? finding.path("is").asText() + "/"
                                        + finding.path("should").asText()
                                : finding.path("before").asText() + ">"
                                        + finding.path("after").asText()))
                .toList();
    }

    private String logged(long sku) {
        return shop.sql(
                "SELECT GROUP_CONCAT(what, ' ', units_before, '>', COALESCE(units_after, 'null') ORDER BY id)"
                        + " FROM holdfast_stock.reconciliation_log WHERE store_id = 1 AND sku_id = ?",
                sku);
    }

    private void change(String... statements) {
        try (Connection connection = shop.stack.rootConnection("holdfast_stock")) {
            connection.setAutoCommit(false);
            for (String statement : statements) {
                try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                    assertThat(prepared.executeUpdate()).as(statement).isEqualTo(1);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_row_left_behind_in_redis_is_told_in_a_dry_run_and_then_forgotten_and_logged() {
        long sku = shop.newSku(5);
        keys.setFree(row(sku), 900);
        JsonNode dry = reconcile(true);
        assertThat(of(sku, dry.path("inTheGate"))).containsExactly("GATE_LEFTOVER 900/5");
        assertThat(of(sku, dry.path("repaired"))).isEmpty();
        assertThat(keys.free(row(sku))).isEqualTo(900);
        assertThat(logged(sku)).isNull();
        assertThat(of(sku, reconcile(false).path("repaired"))).containsExactly("GATE_LEFTOVER 900>null");
        assertThat(keys.free(row(sku))).isNull();
        assertThat(logged(sku)).isEqualTo("GATE_LEFTOVER 900>null");
        assertThat(of(sku, reconcile(false).path("inTheGate"))).isEmpty();
        assertThat(logged(sku)).as("nothing was left to repair").isEqualTo("GATE_LEFTOVER 900>null");
    }

    @Test
    void a_hot_row_that_its_keeper_does_not_keep_is_set_right_by_the_database() throws Exception {
        long sku = newHotSku(5);
        assertDone(tryIt(id, line(sku, 2)));
        RLock lease = keys.redis.getLock("holdfast:keeper");
        await("the keeper to lose its lease", SOON, () -> {
            lease.forceUnlock();
            assertThat(lease.tryLock(0, 2, TimeUnit.MINUTES)).isTrue();
        });
        try {
            await("the wrong count to stay", LATER, () -> {
                keys.setFree(row(sku), 900);
                assertThat(of(sku, reconcile(true).path("inTheGate"))).containsExactly("GATE 900/3");
            });
            assertThat(of(sku, reconcile(false).path("repaired"))).containsExactly("GATE 900>3");
            assertThat(keys.free(row(sku))).isEqualTo(3);
            assertThat(logged(sku)).isEqualTo("GATE 900>3");
        } finally {
            lease.forceUnlock();
        }
        assertDone(cancel(id));
        assertGateIsRight(sku);
    }

    @Test
    void what_disagrees_in_the_database_is_told_and_never_touched() {
        long sku = shop.newSku(5);
        long unknown = sku + 1_000_000;
        assertDone(tryIt(id, line(sku, 1)));
        String where = " WHERE store_id = 1 AND sku_id = " + sku;
        change(
                "UPDATE stock SET frozen = frozen + 2, sold = sold + 1, total = total + 3" + where,
                "INSERT INTO stock_reservation VALUES ('stray-%d', 'x', 'CONFIRMED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))"
                        .formatted(sku),
                "INSERT INTO stock_reservation_line VALUES ('stray-%d', 1, %d, 7)".formatted(sku, unknown),
                "INSERT INTO stock_reservation_line VALUES ('none-%d', 1, %d, 4)".formatted(sku, sku));
        try {
            JsonNode report = reconcile(false);
            assertThat(of(sku, report.path("forAPerson")))
                    .containsExactlyInAnyOrder("FROZEN 3/1", "SOLD 1/0", "STRAY_LINES 4/0");
            assertThat(of(unknown, report.path("forAPerson"))).containsExactly("NO_STOCK_ROW 7/0");
            assertThat(report.path("found").asInt()).isGreaterThanOrEqualTo(4);
            assertThat(shop.level(sku)).as("it is a person's").isEqualTo("4/3/1");
            assertThat(logged(sku)).isNull();
            assertThat(findingsCounted()).isGreaterThanOrEqualTo(4);
        } finally {
            change(
                    "UPDATE stock SET frozen = frozen - 2, sold = sold - 1, total = total - 3" + where,
                    "DELETE FROM stock_reservation WHERE reservation_id = 'stray-%d'".formatted(sku),
                    "DELETE FROM stock_reservation_line WHERE reservation_id = 'stray-%d'".formatted(sku),
                    "DELETE FROM stock_reservation_line WHERE reservation_id = 'none-%d'".formatted(sku));
        }
        JsonNode right = reconcile(false);
        assertThat(of(sku, right.path("forAPerson"))).isEmpty();
        assertThat(of(unknown, right.path("forAPerson"))).isEmpty();
        assertDone(confirm(id));
    }

    private double findingsCounted() {
        return shop.stock
                .management()
                .get("/actuator/metrics/holdfast.reconciler.findings")
                .body()
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble();
    }

    @Test
    void while_a_sale_goes_on_nothing_is_called_drift() throws Exception {
        long sku = newHotSku(Sale.UNITS);
        try (Sale sale = new Sale(shop, sku, 6)) {
            for (int i = 0; i < 4; i++) {
                sale.untilMoreAreSold(40);
                JsonNode report = reconcile(true);
                assertThat(of(sku, report.path("forAPerson"))).isEmpty();
                assertThat(of(sku, report.path("inTheGate"))).isEmpty();
                assertThat(report.path("gateCompared").asBoolean()).isTrue();
            }
            sale.untilAllAreSold();
        }
        assertGateIsRight(sku);
    }

    @Test
    void asked_for_twice_at_once_it_repairs_once() throws Exception {
        long sku = shop.newSku(5);
        keys.setFree(row(sku), 1);
        List<Callable<JsonNode>> rounds = List.of(() -> reconcile(false), () -> reconcile(false));
        List<String> repairs = RaceIT.atOnce(2, rounds).stream()
                .flatMap(report -> of(sku, report.path("repaired")).stream())
                .toList();
        assertThat(repairs).containsExactly("GATE_LEFTOVER 1>null");
        assertThat(logged(sku)).isEqualTo("GATE_LEFTOVER 1>null");
    }

    @Test
    void of_two_instances_one_makes_the_round_that_is_due() {
        int port = shop.stack.settings().ports().stockApp() + 40;
        Server second = shop.stack.furtherStockApp("stock-app-2", port);
        second.start();
        try {
            long sku = shop.newSku(5);
            keys.setFree(row(sku), 77);
            change("UPDATE shedlock SET lock_until = '2001-01-01' WHERE name = 'reconciler'");
            await("the round", LATER, () -> assertThat(logged(sku)).isEqualTo("GATE_LEFTOVER 77>null"));
            Wire other = new Wire(URI.create("http://127.0.0.1:" + port));
            assertThat(Stream.of(shop.stock, other)
                            .map(at -> at.get("/reconciliation"))
                            .filter(reply -> reply.status() == 200)
                            .flatMap(reply -> of(sku, reply.body().path("repaired")).stream()))
                    .containsExactly("GATE_LEFTOVER 77>null");
        } finally {
            second.stop();
        }
    }

    @Test
    void without_redis_the_database_is_compared_all_the_same() {
        shop.stack.redis().kill();
        JsonNode report = reconcile(false);
        assertThat(report.path("gateCompared").asBoolean()).isFalse();
        assertThat(report.path("stockRows").asLong()).isPositive();
        assertThat(shop.stock.get("/reconciliation").body().path("at")).isEqualTo(report.path("at"));
    }

    @Test
    void nobody_outside_reaches_it() {
        assertThat(shop.gateway.get("/reconciliation").status()).isEqualTo(404);
        assertThat(shop.gateway.post("/reconciliation?dryRun=false", "").status())
                .isEqualTo(404);
        assertThat(shop.stock.post("/reconciliation?dryRun=maybe", "").status()).isEqualTo(400);
    }
}
