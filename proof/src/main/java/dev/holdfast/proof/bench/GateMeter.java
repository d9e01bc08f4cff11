package dev.holdfast.proof.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The 99th percentile of the time a take of the gate took lately, as stock-app measures it itself. */
record GateMeter(Stack stack) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Milliseconds; null where it is not told. */
    Double p99() throws InterruptedException {
        // Micrometer's name for a published percentile of a timer.
        URI meter = stack.stockManagementUri().resolve("/actuator/metrics/holdfast.gate.take.percentile?tag=phi:0.99");
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(meter).timeout(Duration.ofSeconds(5)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? value(answer.body()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    static Double value(String body) throws IOException {
        JsonNode value = JSON.readTree(body).path("measurements").path(0).path("value");
        return value.isNumber() ? Double.valueOf(value.asDouble() * 1000) : null;
    }
}
