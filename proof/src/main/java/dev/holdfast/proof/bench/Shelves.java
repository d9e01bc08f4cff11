package dev.holdfast.proof.bench;

import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** The SKUs of proof/load/load.lua: fills them through stock-app, and buys one empty. */
record Shelves(Stack stack) {
    static final long UNIFORM = 60_000;
    static final int UNIFORM_SKUS = 256;
    static final long HOT = 61_000;
    static final long SOLD_OUT = 61_001;
    static final long FLASH = 61_002;
    private static final long PLENTY = 100_000_000;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    void fill() throws IOException, InterruptedException {
        for (int i = 0; i < UNIFORM_SKUS; i++) {
            replenish(UNIFORM + i, PLENTY);
        }
        replenish(HOT, PLENTY);
        replenish(SOLD_OUT, 1);
        await("/orders", order(SOLD_OUT), 201);
    }

    void replenish(long sku, long units) throws IOException, InterruptedException {
        URI uri = stack.stockAppUri().resolve("/stock/" + sku + "/replenishments");
        String body = """
                {"replenishmentId":"%s","storeId":1,"quantity":%d}"""
                .formatted(UUID.randomUUID(), units);
        HttpResponse<String> answer = post(uri, body);
        if (answer.statusCode() != 200) {
            throw new BenchFailure("SKU " + sku + " cannot be filled: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Apps that have just started may not be known to the gateway yet. */
    void awaitOrders() throws IOException, InterruptedException {
        await("/orders", order(HOT), 201);
    }

    void awaitEcho() throws IOException, InterruptedException {
        await("/echo", order(HOT), 201);
    }

    static String order(long sku) {
        return """
               {"buyerId":"bench","lines":[{"storeId":1,"skuId":%d,"quantity":1}]}""".formatted(sku);
    }

    private void await(String path, String body, int wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = post(stack.gateway().resolve(path), body);
        while (answer.statusCode() != wanted) {
            if (System.nanoTime() > end) {
                throw new BenchFailure(path + " answers " + answer.statusCode() + " " + answer.body());
            }
            Thread.sleep(200);
            answer = post(stack.gateway().resolve(path), body);
        }
    }

    private static HttpResponse<String> post(URI uri, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
