package dev.holdfast.order.tcc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Attempts of which this process knows one thing for sure. Bounded: whoever asks must be right without it, only slower. */
final class Remembered {
    private static final int MOST = 100_000;

    private final Cache<String, Set<String>> idsByXid;

    Remembered(Duration longest) {
        idsByXid = Caffeine.newBuilder()
                .maximumWeight(MOST)
                .weigher((String xid, Set<String> ids) -> 1 + ids.size())
                .expireAfterWrite(longest)
                .build();
    }

    void add(String xid, Collection<String> ids) {
        idsByXid.asMap().merge(xid, Set.copyOf(ids), (before, more) -> {
            Set<String> all = new HashSet<>(before);
            all.addAll(more);
            return Set.copyOf(all);
        });
    }

    Set<String> of(String xid) {
        Set<String> ids = idsByXid.getIfPresent(xid);
        return ids == null ? Set.of() : ids;
    }
}
