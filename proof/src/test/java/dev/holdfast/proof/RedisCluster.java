package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisClientConfig;
import org.redisson.client.RedisConnection;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.RedisStrictCommand;

/** Six Redis processes of this machine: three masters, each with a replica. Made of the binary that local-stack unpacks. */
final class RedisCluster implements AutoCloseable {
    private static final int NODES = 6;
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final int BUS = 10_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "redis-cluster-stop");
    final int firstPort;

    private RedisCluster(int firstPort) {
        this.firstPort = firstPort;
    }

    static RedisCluster start(Path repository) throws IOException {
        RedisCluster cluster = new RedisCluster(freePorts());
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            Path data = Files.createDirectories(repository.resolve("proof/target/redis-cluster"));
            for (int node = 0; node < NODES; node++) {
                cluster.processes.add(cluster.start(binary(repository), Files.createTempDirectory(data, "node"), node));
            }
            cluster.form();
            return cluster;
        } catch (IOException | RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private static Path binary(Path repository) throws IOException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "-linux-arm64" : "-linux-amd64";
        try (Stream<Path> unpacked = Files.list(repository.resolve("local-stack/servers/native/target/redis"))) {
            Path binary = unpacked.filter(file -> file.toString().endsWith(architecture))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.isExecutable(binary) || binary.toFile().setExecutable(true))
                    .isTrue();
            return binary;
        }
    }

    private Process start(Path binary, Path directory, int node) throws IOException {
        return new ProcessBuilder(
                        binary.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "" + (firstPort + node),
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--cluster-enabled",
                        "yes",
                        "--cluster-node-timeout",
                        "1500")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private void form() {
        for (int node = 0; node < NODES; node++) {
            int each = node;
            await("node " + node, SOON, () -> assertThat(ask(each, "PING")).isEqualTo("PONG"));
        }
        for (int node = 0; node < MASTERS; node++) {
            List<String> slots = new ArrayList<>(List.of("ADDSLOTS"));
            IntStream.range(node * SLOTS / MASTERS, (node + 1) * SLOTS / MASTERS)
                    .forEach(slot -> slots.add("" + slot));
            ask(node, "CLUSTER", slots.toArray());
        }
        for (int node = 1; node < NODES; node++) {
            ask(0, "CLUSTER", "MEET", "127.0.0.1", firstPort + node);
        }
        for (int node = MASTERS; node < NODES; node++) {
            String master = ask(node - MASTERS, "CLUSTER", "MYID");
            int replica = node;
            await("node " + node + " to know its master", SOON, () -> assertThat(ask(replica, "CLUSTER", "NODES"))
                    .contains(master));
            ask(node, "CLUSTER", "REPLICATE", master);
        }
        for (int node = 0; node < NODES; node++) {
            int each = node;
            await("the cluster to stand", SOON, () -> {
                assertThat(ask(each, "CLUSTER", "INFO")).contains("cluster_state:ok", "cluster_known_nodes:" + NODES);
                assertThat(ask(each, "CLUSTER", "NODES").split("slave")).hasSize(NODES - MASTERS + 1);
            });
        }
    }

    private String ask(int node, String command, Object... arguments) {
        RedisClient client =
                RedisClient.create(new RedisClientConfig().setAddress("redis://127.0.0.1:" + (firstPort + node)));
        try {
            RedisConnection connection = client.connect();
            return ""
                    + connection.<Object, Object>sync(
                            StringCodec.INSTANCE, new RedisStrictCommand<Object>(command), arguments);
        } finally {
            client.shutdown();
        }
    }

    List<String> addresses() {
        return IntStream.range(0, NODES)
                .mapToObj(node -> "redis://127.0.0.1:" + (firstPort + node))
                .toList();
    }

    /** SIGKILL for the master that has this key. */
    void killMasterOf(String key) {
        int slot = Integer.parseInt(ask(0, "CLUSTER", "KEYSLOT", key));
        int node = IntStream.range(0, MASTERS)
                .filter(each -> slot < (each + 1) * SLOTS / MASTERS)
                .findFirst()
                .orElseThrow();
        processes.get(node).destroyForcibly();
    }

    private static int freePorts() {
        return IntStream.iterate(27_000, first -> first < 32_000, first -> first + NODES)
                .filter(first -> IntStream.range(first, first + NODES).allMatch(port -> free(port) && free(port + BUS)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Override
    public void close() {
        end();
        for (Process process : processes) {
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
