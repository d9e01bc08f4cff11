package dev.holdfast.proof.faults;

import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;

/** What is sold: many SKUs, a hot one that never ends, and a hot one that sells out. */
record Shelves(Stack stack) {
    static final long HOT = 70_000;
    static final long SCARCE = 70_001;
    private static final long MANY = 70_100;
    private static final int HOW_MANY = 64;
    private static final long PLENTY = 100_000_000;
    private static final long SCARCE_UNITS_A_MINUTE = 20;
    private static final String NONE_HOT = "hot: []";

    /** As buyers choose. */
    static long any(Random random) {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return SCARCE;
        }
        return choice < 5 ? HOT : MANY + random.nextInt(HOW_MANY);
    }

    void fill(int minutes) throws InterruptedException {
        String published = stack.published("stock-app.yaml");
        if (!published.contains(NONE_HOT)) {
            throw new FaultFailure("stock-app.yaml has no list of hot rows where it was");
        }
        stack.publish(
                "stock-app.yaml", published.replace(NONE_HOT, "hot: [\"1:%d\", \"1:%d\"]".formatted(HOT, SCARCE)));
        for (int i = 0; i < HOW_MANY; i++) {
            replenish(MANY + i, PLENTY);
        }
        replenish(HOT, PLENTY);
        replenish(SCARCE, SCARCE_UNITS_A_MINUTE * minutes);
    }

    private void replenish(long sku, long units) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stack.stockAppUri() + "/stock/" + sku + "/replenishments"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"replenishmentId\":\"run-%d\",\"storeId\":1,\"quantity\":%d}".formatted(sku, units)))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new FaultFailure(
                        "SKU " + sku + " cannot be filled: " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new FaultFailure("SKU " + sku + " cannot be filled: " + e, e);
        }
    }
}
