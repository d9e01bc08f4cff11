package dev.holdfast.proof.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Clients that want no answer but the server's connections and threads: so many of each kind at all times. One whose
 * connection is ended comes again a second later, or soon after, since only {@value #MOST_AT_ONCE} connect in a second. All
 * of them in one thread, on sockets that do not block.
 */
public final class HostileClients implements AutoCloseable {
    private static final long BETWEEN_ROUNDS_MS = 1_000;
    private static final int MOST_AT_ONCE = 500;
    private static final int SMALL = 4_096;

    /** What a client does, and never more than that. */
    public enum Kind {
        /** Announces 1,000 bytes and sends half of them: blanks, after which any JSON may come. */
        HALF_A_BODY(order(1_000) + " ".repeat(500), ""),
        /** Its body comes one byte a second. */
        BYTE_BY_BYTE(order(60_000), " "),
        /** One header more a second, and never the last. */
        ENDLESS_HEADERS("GET /stock/1 HTTP/1.1\r\nHost: h\r\n", "X: y\r\n"),
        /** Asks a few times for what is refused cheaply and at length, and takes no answer. */
        DEAF(farTooLong().repeat(8), "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        /** Connects. */
        SILENT("", "");

        private final ByteBuffer first;
        private final ByteBuffer everySecond;

        Kind(String first, String everySecond) {
            this.first = bytes(first);
            this.everySecond = bytes(everySecond);
        }

        private static String order(int length) {
            return ("POST /orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nIdempotency-Key: hostile\r\n"
                            + "Content-Length: %d\r\n\r\n")
                    .formatted(length);
        }

        /** A path that is refused for its length, and repeated in the answer. */
        private static String farTooLong() {
            return "GET /" + "x".repeat(8_000) + " HTTP/1.1\r\nHost: h\r\n\r\n";
        }

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(US_ASCII)).asReadOnlyBuffer();
        }
    }

    private final InetSocketAddress server;
    private final List<Client> clients;
    private final Map<Kind, AtomicInteger> connected = counters();
    private final Map<Kind, AtomicInteger> ended = counters();
    private final AtomicInteger timeouts = new AtomicInteger();
    private final Selector selector;
    private final Thread thread = new Thread(this::attack, "hostile-clients");
    private final ByteBuffer heard = ByteBuffer.allocate(SMALL);
    private int mayConnect;
    private volatile boolean over;

    /** @param ofEach so many of each kind; they come within seconds */
    public HostileClients(URI server, int ofEach) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.clients = Arrays.stream(Kind.values())
                .flatMap(kind -> IntStream.range(0, ofEach).mapToObj(i -> new Client(kind)))
                .toList();
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    private static Map<Kind, AtomicInteger> counters() {
        Map<Kind, AtomicInteger> counters = new EnumMap<>(Kind.class);
        Stream.of(Kind.values()).forEach(kind -> counters.put(kind, new AtomicInteger()));
        return counters;
    }

    /** How often one of this kind got a connection since it began. */
    public int connected(Kind kind) {
        return connected.get(kind).get();
    }

    /** How many connections of this kind the server has ended. */
    public int ended(Kind kind) {
        return ended.get(kind).get();
    }

    /** How many were told 408. */
    public int timeouts() {
        return timeouts.get();
    }

    @Override
    public String toString() {
        return "hostile clients: connections " + connected + ", ended by the server " + ended + ", told 408 "
                + timeouts;
    }

    private void attack() {
        try (selector) {
            while (!over) {
                long nextRound = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BETWEEN_ROUNDS_MS);
                mayConnect = MOST_AT_ONCE;
                clients.forEach(Client::act);
                long left = BETWEEN_ROUNDS_MS;
                while (left > 0 && !over) {
                    selector.select(this::look, left);
                    left = TimeUnit.NANOSECONDS.toMillis(nextRound - System.nanoTime());
                }
            }
        } catch (IOException e) {
            throw new FaultFailure("the hostile clients have ended: " + e, e);
        } finally {
            clients.forEach(Client::leave);
        }
    }

    private void look(SelectionKey key) {
        ((Client) key.attachment()).look();
    }

    /** Returns when all their connections are closed. */
    @Override
    public void close() {
        over = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One of them; used by the one thread only. */
    private final class Client {
        private final Kind kind;
        private SocketChannel channel;
        private ByteBuffer sending;

        Client(Kind kind) {
            this.kind = kind;
        }

        /** Once a second: it goes on, or comes again. */
        void act() {
            try {
                if (channel == null) {
                    if (mayConnect-- > 0) {
                        connect();
                    }
                } else if (channel.isConnected()) {
                    send();
                }
            } catch (IOException e) {
                lost();
            }
        }

        void look() {
            try {
                if (!channel.isConnected()) {
                    if (channel.finishConnect()) {
                        connected.get(kind).incrementAndGet();
                        channel.keyFor(selector).interestOps(kind == Kind.DEAF ? 0 : SelectionKey.OP_READ);
                        sending = kind.first.duplicate();
                        send();
                    }
                } else {
                    listen();
                }
            } catch (IOException e) {
                lost();
            }
        }

        private void connect() throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_CONNECT, this);
            channel.connect(server);
        }

        private void send() throws IOException {
            channel.write(sending);
            if (!sending.hasRemaining()) {
                sending = kind.everySecond.duplicate();
            }
        }

        private void listen() throws IOException {
            int length = channel.read(heard.clear());
            if (length < 0) {
                lost();
            } else if (new String(heard.array(), 0, length, US_ASCII).startsWith("HTTP/1.1 408")) {
                timeouts.incrementAndGet();
            }
        }

        private void lost() {
            if (channel.isConnected()) {
                ended.get(kind).incrementAndGet();
            }
            leave();
        }

        void leave() {
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // It is gone in any case.
                }
                channel = null;
            }
        }
    }
}
