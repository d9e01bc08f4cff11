package dev.holdfast.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a server whether it does its work. "Not yet" may also be said by an exception. */
@FunctionalInterface
interface Probe {

    HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    boolean ready() throws Exception;

    static Probe http(URI uri) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return () -> HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** Its console lets the person in. */
    static Probe seataConsole(int port) {
        String login = "{\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(Accounts.SEATA_CONSOLE.name(), Accounts.SEATA_CONSOLE.password());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/auth/login"))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(login))
                .build();
        return () ->
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body().contains("Bearer ");
    }

    static Probe redis(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                socket.setSoTimeout(1000);
                return "+PONG".equals(ping(socket));
            }
        };
    }

    default Probe and(Probe other) {
        return () -> ready() && other.ready();
    }

    private static String ping(Socket socket) throws IOException {
        String commands = "AUTH " + Accounts.REDIS.password() + "\r\nPING\r\n";
        socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return "+OK".equals(answers.readLine()) ? answers.readLine() : "wrong password";
    }
}
