package dev.holdfast.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A real server with the gateway's limits, in which an app that echoes the body stands behind them. */
class ClientConnectionsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration LONG_FOR_A_BODY = SHORT.multipliedBy(3);
    private static final int FEW_BYTES = 8192;
    private static final int FOREVER_MS = 60_000;

    private final AtomicInteger routed = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private Duration answerAfter = Duration.ZERO;
    private Mono<Void> answerWhen = Mono.empty();
    private final List<Socket> clients = new ArrayList<>();
    private DisposableServer server;

    private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.disposeNow();
        assertThat(dropped).as("errors that nobody was told").isEmpty();
        Hooks.resetOnErrorDropped();
    }

    private static GatewayLimits limits(Duration header, Duration body, Duration keepAlive, Duration write, int ofOne) {
        return new GatewayLimits(
                2048,
                DataSize.ofKilobytes(8),
                DataSize.ofKilobytes(64),
                header,
                body,
                keepAlive,
                write,
                DataSize.ofKilobytes(64),
                100,
                ofOne);
    }

    private void start(GatewayLimits limits) {
        WholeBody wholeBody = new WholeBody(limits);
        ObjectMapper json = Jackson2ObjectMapperBuilder.json().build();
        ReactorHttpHandlerAdapter handler = new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(exchange -> {
                    routed.incrementAndGet();
                    return wholeBody.filter(exchange, this::echo);
                })
                .filter(new FrontDoor(limits))
                .exceptionHandler(new GatewayProblems(json))
                .build());
        server = new ClientConnections(limits)
                .bounded(HttpServer.create().host("127.0.0.1").port(0))
                .handle(handler)
                .bindNow();
    }

    /** Asked again, as by a second instance when the first cannot be connected to, the body is there again. */
    private Mono<Void> echo(ServerWebExchange exchange) {
        sent.incrementAndGet();
        return DataBufferUtils.join(exchange.getRequest().getBody())
                .doOnNext(DataBufferUtils::release)
                .then(DataBufferUtils.join(exchange.getRequest().getBody()))
                .map(DataBuffer.class::cast)
                .defaultIfEmpty(new DefaultDataBufferFactory().wrap(new byte[0]))
                .delayElement(answerAfter)
                .delayUntil(body -> answerWhen)
                .flatMap(body -> exchange.getResponse().writeWith(Mono.just(body)));
    }

    private Socket connect() throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(FEW_BYTES);
        client.connect(server.address());
        client.setSoTimeout(FOREVER_MS);
        clients.add(client);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Until the server ends the connection; a client that still sends then is reset, after it has got the answer. */
    private static String rest(Socket client) throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            client.getInputStream().transferTo(rest);
        } catch (SocketException reset) {
            // All that came before it is there.
        }
        return rest.toString(US_ASCII);
    }

    private static String answer(Socket client, String lastWord) throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = client.getInputStream();
        while (answer.indexOf(lastWord) < 0) {
            int next = in.read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static void assertProblem(String answer, int status) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("connection: close")
                .contains("\"status\":" + status);
    }

    private static String post(int length) {
        return "POST /orders HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void a_whole_body_goes_on_in_one_piece_or_in_many_and_the_connection_is_kept() throws IOException {
        start(limits(LONG, LONG, LONG, LONG, 10));
        Socket client = connect();
        send(client, post(5) + "whole");
        answer(client, "whole");
        send(client, post(6));
        for (char each : "pieces".toCharArray()) {
            send(client, "" + each);
        }
        answer(client, "pieces");
        send(client, "POST /orders HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nchu\r\n");
        send(client, "4\r\nnked\r\n0\r\n\r\n");
        answer(client, "chunked");
        send(client, "GET /orders HTTP/1.1\r\nHost: h\r\n\r\n");
        answer(client, "\r\n\r\n");
        assertThat(sent).hasValue(4);
    }

    @Test
    void half_a_body_is_a_408_and_nothing_is_sent() throws IOException {
        start(limits(LONG, SHORT, LONG, LONG, 10));
        Socket client = connect();
        send(client, post(100) + "half");
        assertProblem(rest(client), 408);
        assertThat(routed).hasValue(1);
        assertThat(sent).hasValue(0);
    }

    @Test
    void a_body_that_trickles_is_a_408_too() throws Exception {
        start(limits(LONG, SHORT, LONG, LONG, 10));
        Socket client = connect();
        send(client, post(60_000));
        Thread trickle = trickle(client, "a");
        assertProblem(rest(client), 408);
        assertThat(sent).hasValue(0);
        trickle.join();
    }

    @Test
    void a_body_above_the_limit_that_was_not_announced_is_a_413() throws IOException {
        start(limits(LONG, LONG, LONG, LONG, 10));
        Socket client = connect();
        send(client, "POST /orders HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n");
        send(client, "a".repeat(0x10001) + "\r\n");
        assertProblem(rest(client), 413);
        assertThat(sent).hasValue(0);
    }

    @Test
    void headers_that_trickle_end_the_connection() throws Exception {
        start(limits(SHORT, LONG, LONG, LONG, 10));
        Socket client = connect();
        send(client, "GET /orders HTTP/1.1\r\n");
        Thread trickle = trickle(client, "X: y\r\n");
        assertThat(rest(client)).isEmpty();
        trickle.join();
    }

    @Test
    void a_connection_without_a_request_is_rest() throws IOException {
        start(limits(SHORT, LONG, LONG, LONG, 10));
        assertThat(rest(connect())).isEmpty();
    }

    @Test
    void between_requests_a_connection_is_kept_for_its_own_time() throws IOException {
        start(limits(LONG, LONG, SHORT, LONG, 10));
        Socket client = connect();
        send(client, post(1) + "a");
        assertThat(rest(client)).startsWith("HTTP/1.1 200").endsWith("a");
    }

    @Test
    void answers_that_lie_unread_end_the_connection() throws Exception {
        start(limits(LONG, LONG, LONG, SHORT, 10));
        Socket client = connect();
        String request = post(60_000) + "a".repeat(60_000);
        int most = 1000;
        int i = 0;
        try {
            while (i < most) {
                send(client, request);
                i++;
            }
        } catch (SocketException reset) {
            // As it should be.
        }
        assertThat(i)
                .as("requests that were taken of a client that reads no answer")
                .isLessThan(most);
    }

    @Test
    void of_one_client_and_of_all_only_so_many_connections_are_kept() throws IOException {
        start(limits(LONG, LONG, LONG, LONG, 2));
        Socket first = connect();
        Socket second = connect();
        send(second, post(1) + "a");
        answer(second, "a");
        assertThat(rest(connect())).isEmpty();
        first.close();
        Awaitility.await().ignoreExceptions().untilAsserted(() -> {
            Socket again = connect();
            send(again, post(5) + "again");
            answer(again, "again");
        });
    }

    @Test
    void nothing_is_taken_of_what_a_client_sends_ahead_of_its_answer() throws Exception {
        int requests = 300;
        CompletableFuture<Void> first = new CompletableFuture<>();
        answerWhen = Mono.fromFuture(first);
        start(limits(LONG, LONG, LONG, LONG, 10));
        Socket client = connect();
        AtomicInteger taken = new AtomicInteger();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (; taken.get() < requests; taken.incrementAndGet()) {
                    send(client, post(60_000) + "a".repeat(60_000));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        AtomicInteger before = new AtomicInteger();
        Awaitility.await()
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> routed.get() > 0 && before.getAndSet(taken.get()) == taken.get());
        assertThat(taken.get())
                .as("of %d requests sent ahead of an answer", requests)
                .isLessThan(requests / 3);
        first.complete(null);
        int all = requests * 60_000;
        assertThat(client.getInputStream().readNBytes(all)).hasSize(all);
        sending.join();
        assertThat(sent).hasValue(requests);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_900, 3_900, 10_000})
    void a_path_of_many_segments_is_a_414(int segments) throws IOException {
        start(limits(LONG, LONG, LONG, LONG, 10));
        Socket client = connect();
        send(client, "GET " + "/a".repeat(segments) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertProblem(rest(client), 414);
    }

    /** It waits for the first answer, which takes longer than a body may: no time runs against it. */
    @Test
    void the_body_of_a_request_that_the_gateway_does_not_read_yet_is_not_late() throws Exception {
        answerAfter = LONG_FOR_A_BODY;
        start(limits(LONG, SHORT, LONG, LONG, 10));
        Socket client = connect();
        send(client, post(5) + "first" + post(6) + "sec");
        answer(client, "first");
        send(client, "ond");
        answer(client, "second");
    }

    @Test
    void headers_that_netty_refuses_are_a_431_and_what_is_no_http_a_400() throws IOException {
        start(limits(LONG, LONG, LONG, LONG, 10));
        Socket client = connect();
        send(client, "GET /orders HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(9_000) + "\r\n\r\n");
        assertProblem(rest(client), 431);
        client = connect();
        send(client, "GET /orders HTTP/1.1\r\nContent-Length: -1\r\n\r\n");
        assertProblem(rest(client), 400);
    }

    /** Again and again, until the server no longer takes it. */
    private static Thread trickle(Socket client, String piece) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    send(client, piece);
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                // The connection has ended, which is what this waits for.
            }
        });
        thread.start();
        return thread;
    }
}
