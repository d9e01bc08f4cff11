package dev.holdfast.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** One order through the gateway, and what it did to the stock. */
final class Demonstration {

    private static final int QUANTITY = 2;
    private static final String ORDER =
            """
            {"buyerId":"demo","lines":[{"storeId":1,"skuId":1001,"quantity":%d}]}"""
                    .formatted(QUANTITY);
    private static final String STOCK = "/stock/1001?storeId=1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI gateway;

    Demonstration(Stack stack) {
        this.gateway = stack.gateway();
    }

    /** True if the order was confirmed and exactly its quantity went from available to sold. */
    boolean run() throws IOException, InterruptedException {
        HttpResponse<String> before = whenServed(get(STOCK));
        System.out.println("GET  " + STOCK + "\n     " + before.statusCode() + " " + before.body());
        HttpResponse<String> order = whenServed(HttpRequest.newBuilder(gateway.resolve("/orders"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(ORDER))
                .build());
        System.out.println("POST /orders " + ORDER + "\n     " + order.statusCode() + " " + order.body());
        HttpResponse<String> after = whenServed(get(STOCK));
        System.out.println("GET  " + STOCK + "\n     " + after.statusCode() + " " + after.body());
        System.out.println("xid  " + json(order).path("xid").asText("none") + "\n");
        return judged(json(before), order, json(after));
    }

    private static boolean judged(JsonNode before, HttpResponse<String> order, JsonNode after) throws IOException {
        String status = json(order).path("status").asText("none");
        int available =
                after.path("available").asInt() - before.path("available").asInt();
        int sold = after.path("sold").asInt() - before.path("sold").asInt();
        boolean confirmed = order.statusCode() == 201 && status.equals("CONFIRMED");
        boolean exact = before.has("available") && after.has("available") && available == -QUANTITY && sold == QUANTITY;
        if (!confirmed || !exact) {
            System.out.printf(
                    Locale.ROOT,
                    "The demonstration FAILED: expected 201 CONFIRMED, available -%d, sold +%d; "
                            + "got %d %s, available %+d, sold %+d%n%n",
                    QUANTITY,
                    QUANTITY,
                    order.statusCode(),
                    status,
                    available,
                    sold);
        }
        return confirmed && exact;
    }

    /** Just started, an app may not have heard yet where the others are: 502, 503 and 504 hold nothing. */
    private static HttpResponse<String> whenServed(HttpRequest request) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<String> answer = Probe.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() < 502 || answer.statusCode() > 504 || System.nanoTime() > end) {
                return answer;
            }
            Thread.sleep(200);
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE).build();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.missingNode();
    }
}
