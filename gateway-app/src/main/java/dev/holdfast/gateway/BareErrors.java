package dev.holdfast.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;

/** What Netty could not read it refuses with a bare status, before any filter: here it gets its problem document. */
final class BareErrors extends ChannelOutboundHandlerAdapter {
    private static final Map<HttpResponseStatus, String> DETAILS = Map.of(
            HttpResponseStatus.BAD_REQUEST, "the request is not HTTP as it is expected here",
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large",
            HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long",
            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large");

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        super.write(context, message instanceof FullHttpResponse response ? explained(response) : message, promise);
    }

    private static FullHttpResponse explained(FullHttpResponse bare) {
        String detail = DETAILS.get(bare.status());
        if (detail == null
                || bare.content().isReadable()
                || !bare.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            return bare;
        }
        byte[] problem = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(bare.status().reasonPhrase(), bare.status().code(), detail)
                .getBytes(StandardCharsets.US_ASCII);
        FullHttpResponse explained =
                new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(), Unpooled.wrappedBuffer(problem));
        explained
                .headers()
                .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, problem.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        bare.release();
        return explained;
    }
}
