package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More at once than the queue holds: who does not fit is told to come again, and everybody is told the truth. */
class OverloadIT extends ShopTest {
    private static final int BUYERS = 4_000;

    @Test
    void thousands_at_once_are_confirmed_or_told_to_come_again() {
        long sku = shop.newSku(BUYERS);
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> orders = IntStream.range(0, BUYERS)
                .mapToObj(i -> client.sendAsync(order(sku), HttpResponse.BodyHandlers.ofString()))
                .toList();
        List<HttpResponse<String>> replies =
                orders.stream().map(CompletableFuture::join).toList();
        Map<Integer, Long> statuses =
                replies.stream().collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
        assertThat(statuses.keySet()).as(statuses.toString()).isSubsetOf(201, 503);
        assertThat(statuses).as("more came than the queue holds").containsKey(503);
        assertThat(replies)
                .filteredOn(reply -> reply.statusCode() == 503)
                .allMatch(reply -> reply.headers().firstValue("retry-after").isPresent());
        long sold = statuses.getOrDefault(201, 0L);
        assertThat(sold).isPositive();
        assertThat(shop.level(sku)).isEqualTo((BUYERS - sold) + "/0/" + sold);
        assertThat(shop.order(line(sku, 1)).status()).isEqualTo(BUYERS > sold ? 201 : 409);
    }

    private HttpRequest order(long sku) {
        return shop.orders
                .request("/orders")
                .headers(
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofString(Shop.wish("u1", line(sku, 1))))
                .build();
    }
}
