package dev.holdfast.proof;

import dev.holdfast.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The scripts on a Redis Cluster: the keys of a row are on one node, and every node knows every message. */
class GateScriptsOnClusterIT extends GateScriptsContract {
    private static final Path REPOSITORY = StackSettings.repositoryAround(Path.of(""));

    private static RedisCluster cluster;
    private GateKeys keys;

    @BeforeAll
    static void start() throws IOException {
        cluster = RedisCluster.start(REPOSITORY);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void open() {
        keys = GateKeys.of(cluster);
    }

    @AfterEach
    void close() {
        keys.close();
    }

    @Override
    GateKeys keys() {
        return keys;
    }

    @Override
    Path repository() {
        return REPOSITORY;
    }
}
