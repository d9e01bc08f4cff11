package dev.holdfast.proof.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Where orders are placed: the gateway, as any client reaches it. */
final class Counter {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI orders;
    private final Answers answers;
    private final Journal journal;

    Counter(URI gateway, Answers answers, Journal journal) {
        this.orders = gateway.resolve("/orders");
        this.answers = answers;
        this.journal = journal;
    }

    /** Asks once, and waits no longer than that. */
    Told place(Purchase purchase, Duration patience) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(orders)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", purchase.key())
                .POST(HttpRequest.BodyPublishers.ofString(purchase.body()))
                .build();
        Told told = send(request);
        journal.answered(told);
        answers.hear(purchase, told);
        return told;
    }

    private Told send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return Told.of(response.statusCode(), response.body());
        } catch (HttpTimeoutException e) {
            return Told.nothing("the buyer gave up waiting");
        } catch (ConnectException e) {
            return Told.nothing("no connection");
        } catch (IOException e) {
            return Told.nothing("the connection broke");
        }
    }
}
