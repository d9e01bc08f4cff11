package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** stock-app with a Redis Cluster, one master of which dies in the middle of a sale. */
class GateOnClusterIT extends GateTest {
    private RedisCluster cluster;
    private String shared;

    /** After the parent's, which opens keys on the stack's own Redis. */
    @BeforeEach
    void onCluster(Stack stack) throws IOException {
        cluster = RedisCluster.start(stack.settings().repository());
        keys.close();
        keys = GateKeys.of(cluster);
        shared = stack.published("shared.yaml");
        stack.stockApp().stop();
        stack.publish("shared.yaml", withCluster(shared));
        stack.stockApp().start();
    }

    @AfterEach
    void onOneServer() {
        shop.stack.stockApp().stop();
        shop.stack.publish("shared.yaml", shared);
        shop.stack.stockApp().start();
        cluster.close();
    }

    /** Only the servers are others: what is set for the one server holds for the nodes of a cluster too. */
    private String withCluster(String shared) {
        assertThat(shared).contains("    singleServerConfig:\n");
        return shared.lines()
                .filter(line -> !line.matches(" +(address|password|connection(MinimumIdle|Pool)Size): .*"))
                .map(line -> line.replace(
                        "singleServerConfig:",
                        cluster.addresses().stream()
                                .collect(Collectors.joining(
                                        "\", \"",
                                        "clusterServersConfig:\n      nodeAddresses: [\"",
                                        "\"]\n      scanInterval: 500"))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void a_master_dies_its_replica_takes_over_and_every_unit_is_sold_once() throws Exception {
        long sku = newHotSku(Sale.UNITS);
        try (Sale sale = new Sale(shop, sku, 8)) {
            sale.untilMoreAreSold(50);
            assertThat(keys.free(row(sku))).isLessThan(Sale.UNITS);
            cluster.killMasterOf("{" + row(sku) + "}");
            sale.untilMoreAreSold(100);
            sale.untilAllAreSold();
        }
        await("the replica to take over", SOON, () -> {
            keys.close();
            keys = GateKeys.of(cluster);
            assertThat(keys.free(row(sku))).isZero();
        });
        assertGateIsRight(sku);
        shop.replenish(sku, 1, 5);
        await("the units", SOON, () -> assertThat(keys.free(row(sku))).isEqualTo(5));
    }
}
