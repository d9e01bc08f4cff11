package dev.holdfast.proof.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection over a {@link Proxy}: two sockets, and a thread for each way. */
final class Link {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int CHUNK = 16 * 1024;

    private final Proxy proxy;
    private final Socket near;
    private final Socket far = new Socket();
    private final Set<Direction> lost = EnumSet.noneOf(Direction.class);
    private final AtomicInteger ended = new AtomicInteger();

    Link(Proxy proxy, Socket near) {
        this.proxy = proxy;
        this.near = near;
    }

    void carryTo(InetSocketAddress end) {
        proxy.thread("forth", () -> {
                    try {
                        near.setTcpNoDelay(true);
                        far.setTcpNoDelay(true);
                        far.connect(end, CONNECT_MILLIS);
                    } catch (IOException e) {
                        if (!proxy.loses(this, Direction.BACK)) {
                            reset();
                        }
                        return;
                    }
                    proxy.thread("back", () -> pump(far, near, Direction.BACK)).start();
                    pump(near, far, Direction.FORTH);
                })
                .start();
    }

    synchronized boolean hasLost() {
        return !lost.isEmpty();
    }

    synchronized boolean hasLost(Direction direction) {
        return lost.contains(direction);
    }

    synchronized void lose(Direction direction) {
        lost.add(direction);
    }

    /** The far end is told that the connection is gone, the near end is not. */
    void forgetFarEnd() {
        lose(Direction.FORTH);
        lose(Direction.BACK);
        abort(far);
    }

    /** RST to both ends. */
    void reset() {
        proxy.forget(this);
        abort(near);
        abort(far);
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int size = from.getInputStream().read(chunk);
                    size >= 0;
                    size = from.getInputStream().read(chunk)) {
                proxy.delay();
                if (!proxy.loses(this, direction)) {
                    to.getOutputStream().write(chunk, 0, size);
                }
            }
            if (!proxy.loses(this, direction)) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // The end of a connection is news too, and gets lost like any other.
            if (!proxy.loses(this, direction)) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        } finally {
            if (ended.incrementAndGet() == Direction.values().length && !hasLost()) {
                close();
            }
        }
    }

    /** Both ends have said goodbye. */
    private void close() {
        proxy.forget(this);
        try (near;
                far) {
            // nothing is left to carry
        } catch (IOException e) {
            // gone already
        }
    }

    private static void abort(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // gone already
        }
    }
}
