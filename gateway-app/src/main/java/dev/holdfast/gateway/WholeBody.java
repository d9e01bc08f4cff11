package dev.holdfast.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes the body of a request completely before any app is connected to, so a client that stops half-way holds nothing but
 * its own connection. How long that may take is up to {@link RequestDeadlines}.
 */
@Component
class WholeBody implements GlobalFilter, Ordered {
    private static final int PIECES = 16;

    private final long mostBytes;

    WholeBody(GatewayLimits limits) {
        this.mostBytes = limits.maxBodySize().toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!FrontDoor.mayHaveBody(request)) {
            return chain.filter(exchange);
        }
        return Mono.using(
                () -> new Body(mostBytes),
                body -> request.getBody()
                        // Asked for all at once, Reactor Netty tells of an error a second time, when nobody listens any
                        // more.
                        .limitRate(PIECES)
                        .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                        .doOnNext(body::add)
                        .then(Mono.defer(() -> chain.filter(
                                exchange.mutate().request(body.of(request)).build()))),
                Body::release);
    }

    /** Before {@link NextInstance}: a body is taken once, however many instances are asked. */
    @Override
    public int getOrder() {
        return NextInstance.ORDER - 1;
    }

    /**
     * What has arrived. A body that comes in one piece is not copied; of pieces one buffer is made, so that a client that sends
     * a byte at a time does not make the gateway keep an object for each.
     */
    private static final class Body {
        private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

        private final long mostBytes;
        private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

        Body(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        void add(DataBuffer piece) {
            ByteBuf more = NettyDataBufferFactory.toByteBuf(piece);
            if (bytes.readableBytes() + more.readableBytes() > mostBytes) {
                more.release();
                throw new ResponseStatusException(
                        HttpStatus.PAYLOAD_TOO_LARGE, "the body has more than " + mostBytes + " bytes");
            }
            bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ByteBufAllocator.DEFAULT, bytes, more);
        }

        /** The same request, its body from here; each who asks for it gets one of its own to release. */
        ServerHttpRequest of(ServerHttpRequest request) {
            return new ServerHttpRequestDecorator(request) {
                @Override
                public Flux<DataBuffer> getBody() {
                    return Mono.<DataBuffer>fromSupplier(() -> BUFFERS.wrap(bytes.retainedDuplicate()))
                            .flux();
                }
            };
        }

        void release() {
            bytes.release();
        }
    }
}
