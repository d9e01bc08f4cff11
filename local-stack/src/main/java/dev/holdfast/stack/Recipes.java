package dev.holdfast.stack;

import dev.holdfast.stack.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How Redis, Nacos, Seata and the apps are started as processes. */
record Recipes(StackSettings settings, Layout layout) {

    static final Accounts.Account NACOS_IDENTITY = new Accounts.Account("holdfast", "holdfast-demo");
    static final String NACOS_TOKEN_SECRET = "aG9sZGZhc3QtZGVtb25zdHJhdGlvbi10b2tlbi1zZWNyZXQ=";
    private static final List<String> SMALL_JVM = List.of("-XX:+UseSerialGC", "-Xshare:auto");

    LocalProcess.Recipe redis() {
        return () -> {
            Path data = Files.createDirectories(layout.data("redis"));
            String architecture = System.getProperty("os.arch").equals("aarch64") ? "-linux-arm64" : "-linux-amd64";
            String server = Layout.executable(
                    Layout.files(layout.unpacked("redis"), architecture).get(0));
            return new Command(
                    List.of(
                            server,
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            "" + settings.ports().redis(),
                            "--requirepass",
                            Accounts.REDIS.password(),
                            "--dir",
                            data.toString(),
                            "--appendonly",
                            "yes"),
                    Map.of(),
                    data);
        };
    }

    LocalProcess.Recipe nacos() {
        return () -> {
            Path home = layout.data("nacos");
            Path conf = Files.createDirectories(home.resolve("conf"));
            Files.writeString(conf.resolve("application.properties"), nacosProperties());
            List<String> line = new ArrayList<>(List.of(Layout.java(), "-Xmx384m", "-XX:TieredStopAtLevel=1"));
            line.addAll(SMALL_JVM);
            line.addAll(List.of(
                    "-Duser.home=" + home,
                    "-Dnacos.home=" + home,
                    "-Dnacos.standalone=true",
                    "-Dnacos.deployment.type=merged",
                    "-Dnacos.server.ip=127.0.0.1",
                    "-Dnacos.remote.grpc.listen.ip=127.0.0.1",
                    "-cp",
                    conf + ":" + layout.classPath("local-stack/servers/nacos"),
                    "dev.holdfast.servers.nacos.NacosLauncher"));
            return new Command(line, Map.of(), home);
        };
    }

    LocalProcess.Recipe seata() {
        return () -> {
            Path home = Files.createDirectories(layout.data("seata"));
            Map<String, String> environment = new LinkedHashMap<>(servers());
            environment.put("SEATA_BIND", "127.0.0.1");
            environment.put("SEATA_PORT", "" + settings.ports().seata());
            environment.put("SEATA_CONSOLE_PORT", "" + settings.ports().seataConsole());
            environment.put("SEATA_CONSOLE_USERNAME", Accounts.SEATA_CONSOLE.name());
            environment.put("SEATA_CONSOLE_PASSWORD", Accounts.SEATA_CONSOLE.password());
            environment.put("SEATA_STORE_MODE", settings.seataStore().name().toLowerCase(Locale.ROOT));
            environment.put("SEATA_SHUTDOWN_WAIT", "0");
            environment.put("SEATA_STORE_DIR", layout.seataSessions().toString());
            environment.put("SEATA_LOG_DIR", home.resolve("logs").toString());
            environment.put("HOLDFAST_SEATA_DB_PASSWORD", Accounts.SEATA_DATABASE.password());
            List<String> line = new ArrayList<>(List.of(Layout.java(), "-Xmx256m"));
            line.addAll(SMALL_JVM);
            // Netty's extension is what binds and advertises 127.0.0.1. The common pool answers clients: with two
            // cores it has one thread, which halves the throughput.
            line.addAll(List.of(
                    "-Duser.home=" + home,
                    "-Dio.netty.bootstrap.extensions=serviceload",
                    "-Djava.util.concurrent.ForkJoinPool.common.parallelism=8",
                    "-Dspring.config.location=file:" + settings.repository().resolve("seata-config/application.yml"),
                    "-cp",
                    layout.classPath("local-stack/servers/seata"),
                    "io.seata.server.ServerApplication"));
            return new Command(line, environment, home);
        };
    }

    /**
     * @param name whose home it is: several may run of one module
     * @param extra what only this app is told
     */
    LocalProcess.Recipe app(String name, String module, String mainClass, int port, Map<String, String> extra) {
        return () -> {
            Path home = Files.createDirectories(layout.data(name));
            Map<String, String> environment = new LinkedHashMap<>(servers());
            environment.put("SERVER_ADDRESS", "127.0.0.1");
            environment.put("SERVER_PORT", "" + port);
            environment.put("HOLDFAST_DEMO", "" + settings.apps().demo());
            // Who stops a whole stack need not wait until one instance has sent its callers to the other.
            environment.put("HOLDFAST_SERVE_ON", "0s");
            environment.putAll(extra);
            List<String> line = new ArrayList<>(List.of(Layout.java()));
            line.addAll(settings.apps().javaOptions());
            // Nacos' client keeps snapshots in the home: another stack's would be read when the server is away.
            line.addAll(List.of("-Duser.home=" + home, "-cp", layout.classPath(module), mainClass));
            return new Command(line, environment, home);
        };
    }

    /** Where the servers are and how to log in: the names docker-compose.yml uses too. */
    Map<String, String> servers() {
        Ports ports = settings.ports();
        return Map.of(
                "HOLDFAST_NACOS",
                "127.0.0.1:" + ports.nacos(),
                "SPRING_CLOUD_NACOS_SERVER_ADDR",
                "127.0.0.1:" + ports.nacos(),
                "SPRING_CLOUD_NACOS_USERNAME",
                Accounts.NACOS_APPS.name(),
                "SPRING_CLOUD_NACOS_PASSWORD",
                Accounts.NACOS_APPS.password(),
                "SPRING_CLOUD_NACOS_DISCOVERY_IP",
                "127.0.0.1",
                "HOLDFAST_DB",
                "127.0.0.1:" + ports.database(),
                "HOLDFAST_ORDER_DB_PASSWORD",
                Accounts.ORDER_DATABASE.password(),
                "HOLDFAST_STOCK_DB_PASSWORD",
                Accounts.STOCK_DATABASE.password(),
                "HOLDFAST_REDIS",
                "127.0.0.1:" + ports.redis(),
                "HOLDFAST_REDIS_PASSWORD",
                Accounts.REDIS.password());
    }

    /** Nacos makes its own small database at its first start, within 3 s by default: too little on a busy machine. */
    private String nacosProperties() {
        return """
                server.address=127.0.0.1
                nacos.inetutils.ip-address=127.0.0.1
                nacos.server.main.port=%d
                nacos.console.port=%d
                db.pool.config.connectionTimeout=60000
                nacos.core.auth.enabled=true
                nacos.core.auth.admin.enabled=true
                nacos.core.auth.console.enabled=true
                nacos.core.auth.system.type=nacos
                nacos.core.auth.caching.enabled=false
                nacos.core.auth.server.identity.key=%s
                nacos.core.auth.server.identity.value=%s
                nacos.core.auth.plugin.nacos.token.secret.key=%s
                nacos.core.auth.plugin.nacos.token.expire.seconds=18000
                """
                .formatted(
                        settings.ports().nacos(),
                        settings.ports().nacosConsole(),
                        NACOS_IDENTITY.name(),
                        NACOS_IDENTITY.password(),
                        NACOS_TOKEN_SECRET);
    }
}
