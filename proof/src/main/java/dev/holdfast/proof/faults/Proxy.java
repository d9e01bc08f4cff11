package dev.holdfast.proof.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A wire: listens on a port of its own and carries what comes to where it leads, as badly as it is told to. */
final class Proxy implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final String name;
    private final InetSocketAddress end;
    private final ServerSocket listener;
    private final Set<Link> links = new HashSet<>();
    private Trouble trouble = Trouble.NONE;
    private boolean closed;

    private Proxy(String name, InetSocketAddress end, ServerSocket listener) {
        this.name = name;
        this.end = end;
        this.listener = listener;
    }

    /** @param port where it leads, on this machine */
    static Proxy to(int port, String name) {
        InetAddress here = InetAddress.getLoopbackAddress();
        try {
            Proxy proxy = new Proxy(name, new InetSocketAddress(here, port), new ServerSocket(0, BACKLOG, here));
            proxy.thread("accepts", proxy::accept).start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To connect to, instead of where it leads. */
    int port() {
        return listener.getLocalPort();
    }

    synchronized Trouble trouble() {
        return trouble;
    }

    /**
     * From now on, for connections that stand and for new ones. A connection that lost something is reset when the trouble
     * ends: a stream has no holes.
     */
    synchronized void suffer(Trouble next) {
        trouble = next;
        notifyAll();
        for (Link each : List.copyOf(links)) {
            if (next instanceof Trouble.Reset || each.hasLost()) {
                each.reset();
            } else if (next instanceof Trouble.HalfOpen) {
                each.forgetFarEnd();
            }
        }
    }

    void heal() {
        suffer(Trouble.NONE);
    }

    /** Waits as long as the wire delays, or until its trouble changes. */
    synchronized void delay() throws InterruptedException {
        Trouble began = trouble;
        long over = System.nanoTime() + began.delay().toNanos();
        for (long left = over - System.nanoTime(); left > 0 && trouble == began; left = over - System.nanoTime()) {
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
    }

    /** Whether what the connection would carry this way is lost instead; it is told so, and will be reset. */
    synchronized boolean loses(Link link, Direction direction) {
        if (!trouble.loses(direction) && !link.hasLost(direction)) {
            return false;
        }
        link.lose(direction);
        return true;
    }

    synchronized void forget(Link link) {
        links.remove(link);
    }

    Thread thread(String what, Runnable work) {
        Thread thread = new Thread(null, work, name + " " + what, 128 * 1024);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (true) {
            try {
                take(listener.accept());
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private synchronized void take(Socket near) {
        Link link = new Link(this, near);
        if (closed || trouble instanceof Trouble.Reset) {
            link.reset();
            return;
        }
        links.add(link);
        if (trouble instanceof Trouble.HalfOpen) {
            link.lose(Direction.FORTH);
        } else {
            link.carryTo(end);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List.copyOf(links).forEach(Link::reset);
    }
}
