package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Server;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationIT extends ShopTest {
    @Test
    void a_change_published_at_run_time_reaches_every_app_and_is_logged() {
        String shared = shop.stack.published("shared.yaml");
        shop.stack.publish("shared.yaml", shared + "\nholdfast.published-by-test: 1\n");
        try {
            for (Server app : List.of(shop.stack.stockApp(), shop.stack.orderApp(), shop.stack.gatewayApp())) {
                await(app.name() + " to hear of it", Duration.ofSeconds(30), () -> assertThat(
                                Files.readString(app.log()))
                        .contains("Refresh keys changed: [holdfast.published-by-test]"));
            }
        } finally {
            shop.stack.publish("shared.yaml", shared);
        }
    }
}
