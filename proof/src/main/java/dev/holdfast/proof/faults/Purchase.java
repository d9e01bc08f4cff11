package dev.holdfast.proof.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What a buyer wants next: a function of the seed, the buyer and how many there were before. */
record Purchase(String key, String body) {

    static Purchase of(long seed, int buyer, int number) {
        Random random = new Random(seed ^ (buyer * 1_000_003L + number) * 0x9E3779B97F4A7C15L);
        Map<Long, Integer> wanted = new LinkedHashMap<>();
        int lines = random.nextInt(10) < 7 ? 1 : 2 + random.nextInt(2);
        for (int i = 0; i < lines; i++) {
            long sku = Shelves.any(random);
            wanted.put(sku, sku == Shelves.SCARCE ? 1 : 1 + random.nextInt(3));
        }
        String text = wanted.entrySet().stream()
                .map(each -> line(each.getKey(), each.getValue()))
                .collect(Collectors.joining(","));
        return new Purchase("run-%d-%d-%d".formatted(seed, buyer, number), wish("buyer-" + buyer, text));
    }

    static Purchase of(String key, long sku, long quantity) {
        return new Purchase(key, wish("last", line(sku, quantity)));
    }

    private static String line(long sku, long quantity) {
        return "{\"storeId\":1,\"skuId\":%d,\"quantity\":%d}".formatted(sku, quantity);
    }

    private static String wish(String buyer, String lines) {
        return "{\"buyerId\":\"%s\",\"lines\":[%s]}".formatted(buyer, lines);
    }
}
