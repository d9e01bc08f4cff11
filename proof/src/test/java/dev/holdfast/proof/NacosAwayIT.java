package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stack.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Without Nacos all goes on, also what starts anew; only what never had a configuration does not start. */
class NacosAwayIT extends AwayTest {
    /** Beside the ports of the stack. */
    private static final int PORTS_ON = 34;

    @Test
    void all_goes_on_starts_on_what_it_last_knew_and_is_found_when_nacos_is_back() throws Exception {
        long sku = shop.newSku(90);
        awaitConfirmed(line(sku, 1));
        List<Server> apps = List.of(shop.stack.stockApp(), shop.stack.orderApp(), shop.stack.gatewayApp());
        shop.stack.nacos().kill();
        Wire.Reply reply = shop.order(line(sku, 1));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);

        assertAStrangerSaysWhatItMisses();

        List<CompletableFuture<Void>> started = apps.stream()
                .map(app -> {
                    app.kill();
                    return starting(app);
                })
                .toList();
        awaitThere("the line to work without Nacos", () -> {
            Wire.Reply placed = shop.order(line(sku, 1));
            assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
            assertThat(shop.find(placed.text("orderNo")).text("status")).isEqualTo("CONFIRMED");
        });

        shop.stack.nacos().start();
        // Its readiness is that it is registered.
        for (CompletableFuture<Void> start : started) {
            awaitDone(start);
        }
        awaitConfirmed(line(sku, 1));
        // At the latest with the client's own look at everything, every three minutes, if it connected before Nacos was
        // ready.
        String shared = shop.stack.published("shared.yaml");
        shop.stack.publish("shared.yaml", shared + "\nholdfast.published-after-nacos-was-away: 1\n");
        try {
            for (Server app : apps) {
                await(app.name() + " to hear of it", IN_TIME, () -> assertThat(Files.readString(app.log()))
                        .contains("Refresh keys changed: [holdfast.published-after-nacos-was-away]"));
            }
        } finally {
            shop.stack.publish("shared.yaml", shared);
        }
    }

    private void assertAStrangerSaysWhatItMisses() throws IOException {
        int port = shop.stack.settings().ports().stockApp() + PORTS_ON;
        Server stranger = shop.stack.furtherStockApp("stock-app-stranger", port);
        try {
            assertThatThrownBy(stranger::start).hasMessageContaining("exit code 1");
            assertThat(Files.readString(stranger.log()))
                    .containsPattern("There is no configuration: .*stock-app.yaml.*: Nacos .* does not answer");
        } finally {
            stranger.kill();
        }
    }
}
