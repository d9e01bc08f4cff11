package dev.holdfast.proof.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** The final answer each key got first, and every later one that was another: I5 as the buyers see it. */
final class Answers {
    private final Map<String, Final> finals = new ConcurrentHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private final AtomicLong fromMemory = new AtomicLong();

    /** @param digest of the body: a replay gets the same bytes, but a day's bodies are too many to keep */
    record Final(String label, String orderNo, long digest) {
        static Final of(Told told) {
            // There are few labels and, in an hour, hundreds of thousands of keys.
            return new Final(told.label().intern(), told.orderNo(), Answers.digest(told.body()));
        }

        boolean confirmed() {
            return label.equals("201");
        }
    }

    /** Compares with what was said before; the first final answer is kept. */
    void hear(Purchase purchase, Told told) {
        if (told.kind() == Told.Kind.NONSENSE) {
            broken(purchase, "got an answer that no order may get: " + text(told));
            return;
        }
        if (told.kind() == Told.Kind.UNKNOWN) {
            return;
        }
        if (told.kind() == Told.Kind.SOLD_OUT && refused(purchase)) {
            fromMemory.incrementAndGet();
            return;
        }
        Final now = told.kind() == Told.Kind.FINAL ? Final.of(told) : null;
        Final first = now == null ? finals.get(purchase.key()) : finals.putIfAbsent(purchase.key(), now);
        if (first != null && !first.equals(now)) {
            broken(
                    purchase,
                    "was told first %s of order %s, and later %s"
                            .formatted(first.label(), first.orderNo(), text(told)));
        }
    }

    /**
     * Replays of an order refused for lack of stock that were refused from memory: the same refusal, without the number of
     * the order.
     */
    long refusedAgainFromMemory() {
        return fromMemory.get();
    }

    private boolean refused(Purchase purchase) {
        Final first = finals.get(purchase.key());
        return first != null && first.label().equals(Told.SHORT);
    }

    Map<String, Final> finals() {
        return Collections.unmodifiableMap(finals);
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    private synchronized void broken(Purchase purchase, String what) {
        broken.add("I5: " + purchase.key() + " " + what);
    }

    private static String text(Told told) {
        return told.label() + " " + told.body();
    }

    private static long digest(String body) {
        CRC32 digest = new CRC32();
        digest.update(body.getBytes(StandardCharsets.UTF_8));
        return digest.getValue();
    }
}
