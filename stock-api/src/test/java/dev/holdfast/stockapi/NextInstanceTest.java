package dev.holdfast.stockapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;

/** One stock-app listens, and others are listed that no longer do: nothing is sent twice, and nobody hears of them. */
class NextInstanceTest {
    private static final ReservationId ID = new ReservationId("r1");
    private static final Xid XID = new Xid("x1");
    private static final Lines LINES = Lines.of(List.of(new Line(1, 1001, 1)));

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer stockApp;

    @BeforeEach
    void start() throws IOException {
        stockApp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stockApp.start();
    }

    @AfterEach
    void stop() {
        stockApp.stop(0);
    }

    private int port() {
        return stockApp.getAddress().getPort();
    }

    /** Of nobody. */
    private static int deadPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void answer(int status, String body) {
        stockApp.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes());
            exchange.close();
        });
    }

    private void with(List<Integer> ports, Consumer<StockClient> test) {
        String[] instances = IntStream.range(0, ports.size())
                .mapToObj(i -> "spring.cloud.discovery.client.simple.instances.stock-app[%d].uri=http://127.0.0.1:%d"
                        .formatted(i, ports.get(i)))
                .toArray(String[]::new);
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        UtilAutoConfiguration.class,
                        CommonsClientAutoConfiguration.class,
                        SimpleDiscoveryClientAutoConfiguration.class,
                        org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration.class,
                        LoadBalancerAutoConfiguration.class,
                        BlockingLoadBalancerClientAutoConfiguration.class,
                        FeignAutoConfiguration.class,
                        StockClientAutoConfiguration.class))
                .withPropertyValues(instances)
                .run(context -> test.accept(context.getBean(StockClient.class)));
    }

    @Test
    void a_try_that_one_cannot_be_sent_is_sent_to_the_other_once() throws IOException {
        answer(200, "{\"reservationId\":\"r1\",\"xid\":\"x1\",\"state\":\"TRIED\",\"lines\":[]}");
        with(List.of(deadPort(), port()), stock -> {
            for (int i = 1; i <= 10; i++) {
                assertThat(stock.tryReserve(ID, XID, LINES)).isInstanceOf(TryOutcome.Tried.class);
                assertThat(asked).hasValue(i);
            }
        });
    }

    @Test
    void when_nobody_listens_it_was_never_sent() throws IOException {
        with(List.of(deadPort(), deadPort()), stock -> assertThatThrownBy(() -> stock.tryReserve(ID, XID, LINES))
                .isInstanceOf(StockUnreachableException.class));
    }

    @Test
    void a_try_that_was_sent_and_not_answered_is_not_sent_again() throws IOException {
        try (ServerSocket hangsUp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread listening = new Thread(() -> {
                while (true) {
                    try (var connection = hangsUp.accept()) {
                        asked.incrementAndGet();
                        connection.getInputStream().read();
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            listening.start();
            with(List.of(hangsUp.getLocalPort(), hangsUp.getLocalPort()), stock -> assertThatThrownBy(
                            () -> stock.tryReserve(ID, XID, LINES))
                    .isInstanceOf(StockUnansweredException.class));
            assertThat(asked).hasValue(1);
        }
    }
}
