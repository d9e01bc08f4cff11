package dev.holdfast.order.soldout;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of key hashes that may say "maybe" of one that was never added, for about 1 % of them, and never "no" of one that
 * was. Grows by further Bloom filters, each four times as large as the one before. One thread adds; any may ask.
 */
final class KeyFilter {
    private static final int FIRST_CAPACITY = 1024;
    private static final int GROWTH = 4;

    /** Filters in the chain; together they take 22 million keys. */
    private static final int MAX_FILTERS = 8;

    private static final double FALSE_POSITIVES = 0.01 / MAX_FILTERS;

    /** What a Bloom filter of this rate needs: log2(1 / rate) / ln 2. */
    private static final double BITS_A_KEY = Math.log(1 / FALSE_POSITIVES) / (Math.log(2) * Math.log(2));

    private final long maxBytes;
    private volatile List<BloomFilter<Long>> filters = List.of();
    private volatile long bytes;
    private long capacity = FIRST_CAPACITY;
    private long inLast;
    private long size;

    /** @param maxBytes it takes no key for which it would have to become larger */
    KeyFilter(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @return false if there is no room for it: then the filter is of no use any more */
    boolean add(long hash) {
        if (mayContain(hash)) {
            return true;
        }
        if ((filters.isEmpty() || inLast == capacity) && !grow()) {
            return false;
        }
        filters.get(filters.size() - 1).put(hash);
        inLast++;
        size++;
        return true;
    }

    private boolean grow() {
        long next = filters.isEmpty() ? FIRST_CAPACITY : capacity * GROWTH;
        long nextBytes = (long) (next * BITS_A_KEY / Byte.SIZE);
        if (filters.size() == MAX_FILTERS || bytes + nextBytes > maxBytes) {
            return false;
        }
        List<BloomFilter<Long>> more = new ArrayList<>(filters);
        more.add(BloomFilter.create(Funnels.longFunnel(), next, FALSE_POSITIVES));
        filters = List.copyOf(more);
        bytes += nextBytes;
        capacity = next;
        inLast = 0;
        return true;
    }

    boolean mayContain(long hash) {
        List<BloomFilter<Long>> all = filters;
        // The last is the largest by far.
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).mightContain(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Memory it takes. */
    long bytes() {
        return bytes;
    }

    /** Keys that were added and were not there, as far as it knows. */
    long size() {
        return size;
    }
}
