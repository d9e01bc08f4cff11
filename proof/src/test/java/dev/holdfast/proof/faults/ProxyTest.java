package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProxyTest {
    private static final int SILENCE_MILLIS = 300;

    private final InetAddress here = InetAddress.getLoopbackAddress();
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private Proxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, here);
        proxy = Proxy.to(server.getLocalPort(), "wire");
        Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    accepted.add(server.accept());
                }
            } catch (IOException e) {
                // the test is over
            }
        });
        accepting.setDaemon(true);
        accepting.start();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    /** Both ends of one connection over the wire. */
    private final class Line {
        final Socket near = new Socket(here, proxy.port());
        final Socket far = accepted.poll(10, TimeUnit.SECONDS);

        Line() throws IOException, InterruptedException {
            assertThat(far).as("somebody takes it").isNotNull();
        }

        void assertCarries() throws IOException {
            send(near, "ask");
            assertThat(heard(far, 3)).isEqualTo("ask");
            send(far, "yes");
            assertThat(heard(near, 3)).isEqualTo("yes");
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String heard(Socket socket, int length) throws IOException {
        socket.setSoTimeout(10_000);
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket socket) throws SocketException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static void assertReset(Socket socket) throws SocketException {
        socket.setSoTimeout(10_000);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void a_healthy_wire_carries_both_ways_and_tells_of_the_end() throws Exception {
        Line line = new Line();
        line.assertCarries();
        line.near.shutdownOutput();
        assertThat(line.far.getInputStream().read()).isEqualTo(-1);
        send(line.far, "bye");
        line.far.close();
        assertThat(heard(line.near, 3)).isEqualTo("bye");
        assertThat(line.near.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void what_is_delayed_arrives_later_and_not_changed() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.Delay(Duration.ofMillis(200)));
        long begun = System.nanoTime();
        line.assertCarries();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void healing_ends_a_delay_at_once() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.Delay(Duration.ofHours(1)));
        send(line.near, "ask");
        assertSilent(line.far);
        proxy.heal();
        assertThat(heard(line.far, 3)).isEqualTo("ask");
    }

    @Test
    void a_connection_that_lost_something_is_reset_when_the_wire_heals() throws Exception {
        Line line = new Line();
        Line other = new Line();
        proxy.suffer(new Trouble.Drop());
        send(line.near, "ask");
        assertSilent(line.far);
        proxy.heal();
        assertReset(line.near);
        assertReset(line.far);
        other.assertCarries();
        new Line().assertCarries();
    }

    @Test
    void on_a_wire_that_drops_nobody_hears_of_the_other_ends_death() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.Drop());
        line.far.setSoLinger(true, 0);
        line.far.close();
        assertSilent(line.near);
        proxy.heal();
        assertReset(line.near);
    }

    @Test
    void new_connections_on_a_wire_that_drops_stand_and_say_nothing() throws Exception {
        proxy.suffer(new Trouble.Drop());
        Line line = new Line();
        send(line.near, "ask");
        send(line.far, "yes");
        assertSilent(line.near);
        assertSilent(line.far);
    }

    @Test
    void resetting_breaks_what_stands_and_what_comes() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.Reset());
        assertReset(line.near);
        assertReset(line.far);
        Socket late = new Socket(here, proxy.port());
        assertReset(late);
        proxy.heal();
        new Line().assertCarries();
    }

    @Test
    void half_open_the_near_end_believes_and_the_far_end_has_forgotten() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.HalfOpen());
        assertReset(line.far);
        send(line.near, "ask");
        assertSilent(line.near);
        Socket late = new Socket(here, proxy.port());
        send(late, "ask");
        assertSilent(late);
        assertThat(accepted).as("nobody takes it").isEmpty();
        proxy.heal();
        assertReset(line.near);
        assertReset(late);
        new Line().assertCarries();
    }

    @Test
    void one_way_requests_arrive_and_answers_are_lost() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.OneWay(Direction.BACK));
        send(line.near, "ask");
        assertThat(heard(line.far, 3)).isEqualTo("ask");
        send(line.far, "yes");
        assertSilent(line.near);
        proxy.heal();
        assertReset(line.near);
    }

    @Test
    void the_other_way_requests_are_lost_and_answers_arrive() throws Exception {
        Line line = new Line();
        proxy.suffer(new Trouble.OneWay(Direction.FORTH));
        send(line.near, "ask");
        assertSilent(line.far);
        send(line.far, "yes");
        assertThat(heard(line.near, 3)).isEqualTo("yes");
    }

    @Test
    void where_nobody_listens_a_connection_is_reset() throws Exception {
        server.close();
        Socket near = new Socket(here, proxy.port());
        assertReset(near);
    }
}
