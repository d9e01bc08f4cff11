package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Detour.Peer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetourTest {

    @Test
    void an_app_is_told_where_to_go_instead() {
        Detour detour = new Detour(Map.of(Peer.DATABASE, 1, Peer.REDIS, 2, Peer.SEATA, 3, Peer.ITSELF, 4));

        assertThat(detour.environment())
                .isEqualTo(Map.of(
                        "HOLDFAST_DB", "127.0.0.1:1",
                        "HOLDFAST_REDIS", "127.0.0.1:2",
                        "SEATA_REGISTRY_TYPE", "file",
                        "SEATA_SERVICE_GROUPLIST_DEFAULT", "127.0.0.1:3",
                        "SPRING_CLOUD_NACOS_DISCOVERY_PORT", "4"));
        assertThat(detour.registered(18082)).isEqualTo(4);
    }

    @Test
    void without_a_detour_an_app_is_told_nothing() {
        StackSettings.Apps apps = new StackSettings.Apps(true, false, List.of())
                .withDetours(Map.of("stock-app", new Detour(Map.of(Peer.DATABASE, 1))));

        assertThat(apps.detour("stock-app").environment()).containsOnlyKeys("HOLDFAST_DB");
        assertThat(apps.detour("stock-app-2").environment()).isEmpty();
        assertThat(apps.detour("stock-app-2").registered(18082)).isEqualTo(18082);
    }
}
