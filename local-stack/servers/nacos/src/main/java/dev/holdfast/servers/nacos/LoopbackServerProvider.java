package dev.holdfast.servers.nacos;

import io.grpc.ServerBuilder;
import io.grpc.ServerProvider;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;

import java.net.InetSocketAddress;

/**
 * Binds gRPC servers that name only a port to 127.0.0.1. Nacos has a setting for its own two gRPC ports, but its Raft
 * engine asks gRPC for a bare port, which means every interface.
 */
public final class LoopbackServerProvider extends ServerProvider {

    @Override
    protected boolean isAvailable() {
        return true;
    }

    /** Above Netty's own provider, which says 5. */
    @Override
    protected int priority() {
        return 9;
    }

    @Override
    protected ServerBuilder<?> builderForPort(int port) {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
    }
}
