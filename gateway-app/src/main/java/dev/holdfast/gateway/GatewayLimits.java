package dev.holdfast.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one request, one connection and one client may take of the gateway. Each is explained in nacos-config/gateway-app.yaml.
 *
 * @param maxUriLength characters of path and query together
 * @param maxHeaderSize names and values of all headers together
 * @param maxBodySize announced or counted
 * @param headerTimeout from a connection's begin until the headers of its first request are complete
 * @param bodyTimeout from the end of a request's headers until its body is complete
 * @param keepAlive from the end of an answer until the headers of the next request are complete
 * @param writeTimeout until the client has taken what was written to it
 * @param socketBuffer what the kernel keeps for one connection in each direction: sent and not read yet
 * @param maxConnections of all clients together
 * @param maxConnectionsPerClient of one address, or of one IPv6 network of 64 bits
 */
@ConfigurationProperties("holdfast.gateway")
record GatewayLimits(
        @DefaultValue("2048") int maxUriLength,
        @DefaultValue("8KB") DataSize maxHeaderSize,
        @DefaultValue("64KB") DataSize maxBodySize,
        @DefaultValue("5s") Duration headerTimeout,
        @DefaultValue("5s") Duration bodyTimeout,
        @DefaultValue("60s") Duration keepAlive,
        @DefaultValue("10s") Duration writeTimeout,
        @DefaultValue("16KB") DataSize socketBuffer,
        @DefaultValue("10000") int maxConnections,
        @DefaultValue("4096") int maxConnectionsPerClient) {
    private static final DataSize MOST_IN_MEMORY = DataSize.ofMegabytes(16);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    GatewayLimits {
        between("max-uri-length", maxUriLength, 1, 64 * 1024);
        size("max-header-size", maxHeaderSize);
        size("max-body-size", maxBodySize);
        time("header-timeout", headerTimeout);
        time("body-timeout", bodyTimeout);
        time("keep-alive", keepAlive);
        time("write-timeout", writeTimeout);
        size("socket-buffer", socketBuffer);
        between("max-connections", maxConnections, 1, 1_000_000);
        between("max-connections-per-client", maxConnectionsPerClient, 1, 1_000_000);
    }

    private static void size(String name, DataSize size) {
        between(name + " in bytes", size.toBytes(), 1, MOST_IN_MEMORY.toBytes());
    }

    private static void time(String name, Duration time) {
        if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("holdfast.gateway.%s must be between 1ms and %dm, but is %s"
                    .formatted(name, LONGEST.toMinutes(), time));
        }
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "holdfast.gateway.%s must be between %d and %d, but is %d".formatted(name, least, most, value));
        }
    }
}
