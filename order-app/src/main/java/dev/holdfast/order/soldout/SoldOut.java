package dev.holdfast.order.soldout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.order.ledger.ClaimedKeys;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Shortage;
import dev.holdfast.stockapi.StockKey;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The stock rows that have nothing left, as far as this process has heard lately. An order for one of them is refused from
 * memory. One whose key may have been used before is not: it may be a replay, and gets its first answer from the row.
 *
 * <p>Every order that took one of the last units was claimed before it took it, so before the mark was made: the keys read
 * when the mark is heard include all of them.
 */
@Component
@EnableConfigurationProperties(SoldOutSettings.class)
public class SoldOut {
    private static final Logger LOG = LoggerFactory.getLogger(SoldOut.class);

    /** Rows that are marked at once; whoever publishes nonsense must not fill the memory. */
    private static final int MOST_MARKS = 10_000;

    /** A mark may have been cleared and made again without our hearing of it: keys are looked up anew now and then. */
    private static final Duration KEYS_FRESH_FOR = Duration.ofSeconds(10);

    /** Order numbers carry the clock of whoever made them: so far may clocks be apart. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    /**
     * A key that was let through may become an order that the keys of a mark do not include yet: one that waited for its turn
     * while the last unit was sold. Longer than that takes and keys stay as they were read.
     */
    private static final Duration KNOWN_TO_BE_LET_THROUGH_FOR = Duration.ofMinutes(1);

    private static final int MOST_LET_THROUGH = 200_000;

    private final ClaimedKeys claimed;
    private final SoldOutSettings settings;
    private final Clock clock;
    private final Cache<Long, Boolean> letThrough = Caffeine.newBuilder()
            .maximumSize(MOST_LET_THROUGH)
            .expireAfterWrite(KNOWN_TO_BE_LET_THROUGH_FOR)
            .build();
    private final Map<StockKey, Known> marks = new ConcurrentHashMap<>();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "sold-out");
        thread.setDaemon(true);
        return thread;
    });

    SoldOut(ClaimedKeys claimed, SoldOutSettings settings, Clock clock) {
        this.claimed = claimed;
        this.settings = settings;
        this.clock = clock;
    }

    /** One marked row. */
    private static final class Known {
        private volatile Instant heard;
        // Null until they are read, and for good if there are too many.
        private volatile KnownKeys keys;
        private volatile Instant read;
        private boolean reading;

        Known(Instant heard) {
            this.heard = heard;
        }
    }

    /**
     * Why an order under this key is refused without asking anybody. If it is not, its key is known from now on: who repeats
     * it here soon is not refused either.
     *
     * @return every line of a sold-out row; empty if it is to be placed, be it that nothing is known of its rows or that
     *     its key may have been used before
     */
    public List<Shortage> refuse(String buyerId, String key, List<Line> lines) {
        long hash = KnownKeys.hash(buyerId, key);
        List<Shortage> shortages =
                marks.isEmpty() || letThrough.getIfPresent(hash) != null ? List.of() : shortages(hash, lines);
        if (shortages.isEmpty()) {
            letThrough.put(hash, true);
        }
        return shortages;
    }

    private List<Shortage> shortages(long hash, List<Line> lines) {
        List<Shortage> shortages = new ArrayList<>();
        Instant stale = clock.instant().minus(settings.forgottenAfter());
        for (Line line : lines) {
            Known known = marks.get(line.stock());
            KnownKeys keys = known == null || known.heard.isBefore(stale) ? null : known.keys;
            if (keys != null) {
                if (keys.mayInclude(hash)) {
                    return List.of();
                }
                shortages.add(new Shortage(line.storeId(), line.skuId(), line.quantity(), 0));
            }
        }
        return shortages;
    }

    /** One message of the channel. */
    void hear(Mark mark) {
        if (!mark.soldOut()) {
            marks.remove(mark.stock());
            return;
        }
        Instant now = clock.instant();
        marks.values().removeIf(known -> known.heard.isBefore(now.minus(settings.forgottenAfter())));
        if (marks.size() < MOST_MARKS || marks.containsKey(mark.stock())) {
            Known known = marks.computeIfAbsent(mark.stock(), row -> new Known(now));
            known.heard = now;
            readKeys(mark.stock(), known, now);
        }
    }

    private void readKeys(StockKey stock, Known known, Instant now) {
        synchronized (known) {
            if (known.reading || (known.read != null && now.isBefore(known.read.plus(KEYS_FRESH_FOR)))) {
                return;
            }
            known.reading = true;
        }
        reader.execute(() -> {
            try {
                read(stock, known, now);
            } catch (RuntimeException e) {
                LOG.warn(
                        "orders for the sold-out {} go on being asked for, its keys cannot be read: {}",
                        stock,
                        e.toString());
            } finally {
                synchronized (known) {
                    known.reading = false;
                }
            }
        });
    }

    private void read(StockKey stock, Known known, Instant now) {
        boolean first = known.keys == null;
        Instant since = first ? now.minus(settings.keysKnownFor()) : known.read.minus(CLOCKS_APART);
        KnownKeys before = first ? KnownKeys.NONE : known.keys;
        KnownKeys keys = before.and(claimed.of(stock, since, settings.mostKeys() + 1, KnownKeys::hash));
        known.read = now;
        known.keys = keys.size() > settings.mostKeys() ? null : keys;
        if (first) {
            LOG.info("{} is sold out; {} keys are known", stock, keys.size());
        }
    }

    @PreDestroy
    void close() {
        reader.shutdownNow();
    }
}
