package dev.holdfast.proof.faults;

import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What is sold: many SKUs, a hot one that never ends, and a hot one that sells out again and again. */
final class Shelves {
    static final long HOT = 70_000;
    static final long SCARCE = 70_001;
    private static final long MANY = 70_100;
    private static final int HOW_MANY = 64;
    private static final long PLENTY = 100_000_000;
    private static final String NONE_HOT = "hot: []";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Stack stack;
    private final List<URI> doors;

    /** @param doors of every stock-app: units arrive at any */
    Shelves(Stack stack, List<URI> doors) {
        this.stack = stack;
        this.doors = List.copyOf(doors);
    }

    /** As buyers choose. */
    static long any(Random random) {
        int choice = random.nextInt(10);
        if (choice < 2) {
            return SCARCE;
        }
        return choice < 6 ? HOT : MANY + random.nextInt(HOW_MANY);
    }

    /** All but the scarce one. */
    void fill() throws InterruptedException {
        String published = stack.published("stock-app.yaml");
        if (!published.contains(NONE_HOT)) {
            throw new FaultFailure("stock-app.yaml has no list of hot rows where it was");
        }
        stack.publish(
                "stock-app.yaml", published.replace(NONE_HOT, "hot: [\"1:%d\", \"1:%d\"]".formatted(HOT, SCARCE)));
        for (int i = 0; i < HOW_MANY; i++) {
            fill(MANY + i);
        }
        fill(HOT);
    }

    private void fill(long sku) throws InterruptedException {
        if (!replenish("run-" + sku, sku, PLENTY, 0)) {
            throw new FaultFailure("SKU " + sku + " cannot be filled");
        }
    }

    /**
     * @param id to be given again if it is not known whether they have arrived
     * @param door which of them, in turns
     * @return whether the units are known to have arrived
     */
    boolean replenish(String id, long sku, long units, int door) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        doors.get(door % doors.size()).resolve("/stock/" + sku + "/replenishments"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"replenishmentId\":\"%s\",\"storeId\":1,\"quantity\":%d}".formatted(id, units)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 4) {
                throw new FaultFailure("units of SKU " + sku + " are refused: " + answer.body());
            }
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
