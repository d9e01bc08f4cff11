package dev.holdfast.order.soldout;

/** An Idempotency-Key of a buyer in 64 bits. Two keys of one hash only cost a read of the database. */
public final class KeyHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private KeyHash() {}

    /** FNV-1a over both, with a line feed, which neither can contain, between them. */
    public static long of(String buyerId, String key) {
        return hash(hash(OFFSET, buyerId) * PRIME ^ '\n', key);
    }

    private static long hash(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * PRIME ^ text.charAt(i);
        }
        return hash;
    }
}
