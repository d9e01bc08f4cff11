package dev.holdfast.servers.seata;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.seata.common.XID;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Binds and advertises 127.0.0.1. Seata 2.0.0 binds its RPC port to every interface and refuses a loopback address
 * where it asks for the one to advertise ({@code -h}, {@code preferred-networks}, {@code SEATA_IP}), so both are set
 * at the moment of the bind, which comes before the registration. Netty calls this when it runs with
 * {@code -Dio.netty.bootstrap.extensions=serviceload}.
 */
public final class LoopbackListener extends ChannelInitializerExtension {

    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        channel.pipeline().addLast(new BindToLoopback());
    }

    private static final class BindToLoopback extends ChannelOutboundHandlerAdapter {

        @Override
        public void bind(ChannelHandlerContext context, SocketAddress asked, ChannelPromise promise) {
            XID.setIpAddress(LOOPBACK);
            context.bind(new InetSocketAddress(LOOPBACK, ((InetSocketAddress) asked).getPort()), promise);
        }
    }
}
