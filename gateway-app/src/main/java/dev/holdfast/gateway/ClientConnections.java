package dev.holdfast.gateway;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ipfilter.AbstractRemoteAddressFilter;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Bounds the connections of clients: how many there are, and how long each may be silent, slow or deaf. */
@Component
class ClientConnections implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
    private final GatewayLimits limits;

    ClientConnections(GatewayLimits limits) {
        this.limits = limits;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(this::bounded);
    }

    HttpServer bounded(HttpServer server) {
        Count count = new Count(limits.maxConnections(), limits.maxConnectionsPerClient());
        int buffer = (int) limits.socketBuffer().toBytes();
        return server.childOption(ChannelOption.SO_SNDBUF, buffer)
                // Of the listening socket: what a connection has from its begin on.
                .option(ChannelOption.SO_RCVBUF, buffer)
                .doOnChannelInit((observer, channel, address) -> {
                    ChannelPipeline pipeline = channel.pipeline();
                    pipeline.addFirst(count);
                    // Each before the one named last: what a client sends meets them in this order.
                    pipeline.addBefore(
                            NettyPipeline.HttpTrafficHandler,
                            "holdfast.write-timeout",
                            new WriteTimeoutHandler(limits.writeTimeout().toMillis(), TimeUnit.MILLISECONDS));
                    pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "holdfast.bare-errors", new BareErrors());
                    pipeline.addBefore(
                            NettyPipeline.HttpTrafficHandler, "holdfast.deadlines", new RequestDeadlines(limits));
                });
    }

    /** A connection above either number is closed as soon as it is taken. */
    @Sharable
    static final class Count extends AbstractRemoteAddressFilter<InetSocketAddress> {
        private static final int NETWORK_BYTES = 8;

        private final int most;
        private final int mostOfOne;
        private final Map<ByteBuffer, Integer> byClient = new HashMap<>();
        private int all;

        Count(int most, int mostOfOne) {
            this.most = most;
            this.mostOfOne = mostOfOne;
        }

        @Override
        protected boolean accept(ChannelHandlerContext context, InetSocketAddress remote) {
            ByteBuffer client = client(remote.getAddress());
            if (!enter(client)) {
                return false;
            }
            context.channel().closeFuture().addListener(closed -> leave(client));
            return true;
        }

        synchronized boolean enter(ByteBuffer client) {
            int ofClient = byClient.getOrDefault(client, 0);
            if (all >= most || ofClient >= mostOfOne) {
                return false;
            }
            all++;
            byClient.put(client, ofClient + 1);
            return true;
        }

        synchronized void leave(ByteBuffer client) {
            all--;
            byClient.computeIfPresent(client, (same, ofClient) -> ofClient == 1 ? null : ofClient - 1);
        }

        /** A client with one IPv6 address has its whole network of 64 bits. */
        static ByteBuffer client(InetAddress address) {
            byte[] bytes = address.getAddress();
            return ByteBuffer.wrap(bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
        }
    }
}
