package dev.holdfast.order.soldout;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The Idempotency-Keys of all orders for a SKU, as sorted 64-bit hashes. Two keys of one hash only cost a look into the
 * database; a key that was used is never missing.
 */
final class KnownKeys {
    static final KnownKeys NONE = new KnownKeys(new long[0]);

    private final long[] hashes;

    private KnownKeys(long[] hashes) {
        this.hashes = hashes;
    }

    KnownKeys and(LongStream more) {
        return new KnownKeys(LongStream.concat(Arrays.stream(hashes), more)
                .sorted()
                .distinct()
                .toArray());
    }

    int size() {
        return hashes.length;
    }

    boolean mayInclude(long hash) {
        return Arrays.binarySearch(hashes, hash) >= 0;
    }

    /** FNV-1a over both, with what neither can contain between them. */
    static long hash(String buyerId, String key) {
        long hash = 0xcbf29ce484222325L;
        for (String text : new String[] {buyerId, "\n", key}) {
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
        }
        return hash;
    }
}
