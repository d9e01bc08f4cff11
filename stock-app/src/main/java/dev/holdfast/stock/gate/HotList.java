package dev.holdfast.stock.gate;

import dev.holdfast.stock.gate.HotRows.Reason;
import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.redisson.api.RScript.ReturnType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The list of hot rows in Redis. An entry that names no stock row cannot have been written by this version: it is skipped,
 * removed and told of once, and keeps no other from being read.
 */
@Component
class HotList {
    private static final Logger LOG = LoggerFactory.getLogger(HotList.class);

    private static final List<Object> KEY = List.of("holdfast:hot");
    private static final Script HOT = Script.named("hot");
    private static final Script COOLED = Script.named("cooled");
    private static final Script UNLIST = Script.named("unlist");

    /** Entries that were told of. The oldest is forgotten first, which bounds the memory. */
    private static final int MAX_TOLD = 1000;

    /** Characters of an entry that are told. */
    private static final int MAX_ENTRY = 80;

    private final Redis redis;
    private final Set<String> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_TOLD;
        }
    });

    HotList(Redis redis) {
        this.redis = redis;
    }

    /** Prolongs the stay of rows. @param most rows that may be hot by demand @return the rows that are hot now */
    CompletableFuture<List<StockKey>> prolong(int most, List<Reason> reasons) {
        List<String> arguments = new ArrayList<>();
        arguments.add("" + most);
        for (Reason reason : reasons) {
            arguments.add(RowName.of(reason.row()));
            arguments.add("" + reason.stays().toMillis());
            arguments.add(reason.always() ? "1" : "0");
        }
        return eval(HOT, arguments);
    }

    /** Rows that are hot no more. @param unloaded those that are done with leave the list */
    CompletableFuture<List<StockKey>> cooled(Collection<StockKey> unloaded) {
        return eval(COOLED, unloaded.stream().map(RowName::of).toList());
    }

    private CompletableFuture<List<StockKey>> eval(Script script, List<String> arguments) {
        return redis.<List<String>>eval(script, ReturnType.MULTI, KEY, arguments.toArray())
                .thenApply(this::rows);
    }

    private List<StockKey> rows(List<String> entries) {
        List<StockKey> rows = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String entry : entries) {
            Optional<StockKey> row = RowName.read(entry);
            row.ifPresentOrElse(rows::add, () -> unreadable.add(entry));
        }
        if (!unreadable.isEmpty()) {
            tell(unreadable);
            redis.eval(UNLIST, ReturnType.INTEGER, KEY, unreadable.toArray());
        }
        return rows;
    }

    private synchronized void tell(List<String> unreadable) {
        for (String entry : unreadable) {
            if (told.add(entry)) {
                LOG.warn("an entry of the list of hot rows names no stock row and is removed: '{}'", printable(entry));
            }
        }
    }

    private static String printable(String entry) {
        String start = entry.substring(0, Math.min(MAX_ENTRY, entry.length()));
        return start.replaceAll("[^\\x20-\\x7e]", "?") + (start.length() < entry.length() ? "..." : "");
    }
}
