package dev.holdfast.gateway;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * How long a connection waits for its client: for the headers of a request to be complete, then for its body. A byte now and
 * then does not prolong it, unlike an idle timeout. A body that is late is a 408, whatever else is late ends the connection.
 * No time runs while the client waits for the gateway. One timer per connection looks whether it is late, so a request costs
 * two readings of the clock.
 *
 * <p>While a request waits for its answer, or answers lie unread, nothing more is read: Reactor Netty would keep whatever a
 * client sends ahead, without an end.
 */
final class RequestDeadlines extends ChannelDuplexHandler {
    /** After it whatever had arrived has been read: a look comes after the reading. */
    private static final long UNREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final GatewayLimits limits;
    private final long betweenLooks;

    /** When that which is waited for began, by {@link System#nanoTime}. */
    private long since;

    /** Requests whose headers are complete and whose answers are not. */
    private int unanswered;

    /** The body of the last of them is not complete. */
    private boolean bodyMissing;

    private boolean served;
    private boolean told;

    /** Found late by the last look: what has arrived in time may lie unread, if the gateway itself is behind. */
    private boolean late;

    /** Something was to be read when nothing should be. */
    private boolean readLater;

    /** And more after it, without being asked for. */
    private boolean readOn;

    RequestDeadlines(GatewayLimits limits) {
        this.limits = limits;
        // A wait that begins right after a look is not over before the next one.
        this.betweenLooks = Math.min(
                limits.headerTimeout().toNanos(),
                Math.min(limits.bodyTimeout().toNanos(), limits.keepAlive().toNanos()));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        since = System.nanoTime();
        lookIn(betweenLooks, context);
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            if (unanswered == 0) {
                since = System.nanoTime();
            }
            unanswered++;
            bodyMissing = true;
        }
        if (message instanceof LastHttpContent) {
            bodyMissing = false;
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean last = message instanceof LastHttpContent && !informs(message);
        super.write(context, message, promise);
        if (last) {
            unanswered = Math.max(0, unanswered - 1);
            served = true;
            since = System.nanoTime();
            readAfterAll(context);
        }
    }

    private static boolean informs(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        if (isTheClientsTurn() && context.channel().isWritable()) {
            super.read(context);
        } else {
            readLater = true;
            // What arrives wakes the channel, asked for or not, as long as this is set.
            readOn |= context.channel().config().isAutoRead();
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        readAfterAll(context);
        super.channelWritabilityChanged(context);
    }

    private void readAfterAll(ChannelHandlerContext context) throws Exception {
        if (readLater && isTheClientsTurn() && context.channel().isWritable()) {
            boolean on = readOn;
            readLater = false;
            readOn = false;
            if (on) {
                context.channel().config().setAutoRead(true);
            } else {
                read(context);
            }
        }
    }

    /** To send a request, or the rest of one. */
    private boolean isTheClientsTurn() {
        return unanswered == 0 || (unanswered == 1 && bodyMissing);
    }

    private void lookIn(long nanos, ChannelHandlerContext context) {
        context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        Duration patience = patience();
        long left = patience == null ? betweenLooks : patience.toNanos() - (System.nanoTime() - since);
        if (left > 0) {
            late = false;
            lookIn(Math.min(left, betweenLooks), context);
        } else if (!late) {
            late = true;
            lookIn(UNREAD_NANOS, context);
        } else if (bodyMissing && unanswered == 1 && !told) {
            told = true;
            late = false;
            since = System.nanoTime();
            lookIn(betweenLooks, context);
            context.fireExceptionCaught(new ResponseStatusException(
                    HttpStatus.REQUEST_TIMEOUT,
                    "the body was not complete within " + limits.bodyTimeout().toMillis() + " ms; nothing was done"));
        } else {
            context.close();
        }
    }

    /** For what is waited for now; null while it is the client who waits. */
    private Duration patience() {
        if (!isTheClientsTurn()) {
            return null;
        }
        return bodyMissing ? limits.bodyTimeout() : served ? limits.keepAlive() : limits.headerTimeout();
    }
}
