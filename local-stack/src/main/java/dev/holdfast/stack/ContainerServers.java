package dev.holdfast.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The four servers as containers, the same versions and files as in docker-compose.yml. The apps run on the host, so
 * every port is published there, on the loopback address and under the number the apps are told.
 */
final class ContainerServers implements Servers {

    /** The server refuses to advertise 127.0.0.1 (see LoopbackListener); its neighbour reaches the same loopback. */
    private static final String SEATA_IP = "127.0.0.2";

    private final StackSettings settings;
    private final Layout layout;
    private final Readiness readiness;
    private final Network network = Network.newNetwork();
    private final List<ContainerServer> made = new ArrayList<>();

    ContainerServers(StackSettings settings, Layout layout, Readiness readiness) {
        this.settings = settings;
        this.layout = layout;
        this.readiness = readiness;
    }

    @Override
    public Server database() {
        int port = settings.ports().database();
        GenericContainer<?> container = container(
                        settings.database() == Database.MYSQL ? "mysql:8.4" : "mariadb:11.4", "database")
                .withEnv("MYSQL_ROOT_PASSWORD", Accounts.DATABASE_ROOT.password())
                .withCommand("--character-set-server=utf8mb4", "--max-connections=500");
        container.setPortBindings(List.of(published(port, 3306)));
        return server(settings.database().label(), port, container, readiness.database());
    }

    @Override
    public Server redis() {
        int port = settings.ports().redis();
        GenericContainer<?> container = container("redis:7", "redis")
                .withCommand("redis-server", "--requirepass", Accounts.REDIS.password(), "--appendonly", "yes");
        container.setPortBindings(List.of(published(port, 6379)));
        return server("redis", port, container, readiness.redis());
    }

    @Override
    public Server nacos() {
        int port = settings.ports().nacos();
        GenericContainer<?> container = container("nacos/nacos-server:v3.1.0", "nacos")
                .withEnv("MODE", "standalone")
                .withEnv("NACOS_AUTH_ENABLE", "true")
                .withEnv("NACOS_AUTH_IDENTITY_KEY", Recipes.NACOS_IDENTITY.name())
                .withEnv("NACOS_AUTH_IDENTITY_VALUE", Recipes.NACOS_IDENTITY.password())
                .withEnv("NACOS_AUTH_TOKEN", Recipes.NACOS_TOKEN_SECRET);
        container.setPortBindings(List.of(
                published(port, 8848),
                published(port + 1000, 9848),
                published(port + 1001, 9849),
                published(settings.ports().nacosConsole(), 8080)));
        return server("nacos", port, container, readiness.nacos());
    }

    @Override
    public Server seata() {
        int port = settings.ports().seata();
        GenericContainer<?> container = container("seataio/seata-server:2.0.0", "seata")
                .withCopyFileToContainer(
                        MountableFile.forHostPath(settings.repository().resolve("seata-config/application.yml")),
                        "/seata-server/resources/application.yml")
                .withEnv(Map.of(
                        "SEATA_IP",
                        SEATA_IP,
                        "SEATA_PORT",
                        "" + port,
                        "SEATA_STORE_MODE",
                        settings.seataStore().name().toLowerCase(Locale.ROOT),
                        "HOLDFAST_NACOS",
                        "nacos:8848",
                        "HOLDFAST_DB",
                        "database:3306",
                        "SPRING_CLOUD_NACOS_USERNAME",
                        Accounts.NACOS_APPS.name(),
                        "SPRING_CLOUD_NACOS_PASSWORD",
                        Accounts.NACOS_APPS.password(),
                        "HOLDFAST_SEATA_DB_PASSWORD",
                        Accounts.SEATA_DATABASE.password()));
        container.setPortBindings(List.of(
                SEATA_IP + ":" + port + ":" + port, published(settings.ports().seataConsole(), 7091)));
        return server("seata", port, container, readiness.seata());
    }

    @Override
    public void close() {
        made.forEach(ContainerServer::remove);
        network.close();
    }

    private GenericContainer<?> container(String image, String alias) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases(alias);
    }

    private Server server(String name, int port, GenericContainer<?> container, Probe probe) {
        ContainerServer server = new ContainerServer(name, port, container, probe, readiness, layout.log(name));
        made.add(server);
        return server;
    }

    private static String published(int host, int inside) {
        return "127.0.0.1:" + host + ":" + inside;
    }
}
