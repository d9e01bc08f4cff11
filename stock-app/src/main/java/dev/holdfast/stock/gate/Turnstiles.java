package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.redisson.api.RScript.ReturnType;
import org.springframework.stereotype.Component;

/** The Redis side of the stock rows: one Lua file per verb, each on the keys of one row. Nothing here blocks. */
@Component
public class Turnstiles {
    /** A pattern with braces might be taken for a hash tag, and only one node of a cluster be asked. */
    private static final String LOADED = "stock:*:free";

    private static final Pattern FREE_OF_ROW = Pattern.compile("stock:\\{([^{}]{3,39})\\}:free");

    private static final Script TAKE = Script.named("take");
    private static final Script SETTLE = Script.named("settle");
    private static final Script GIVE_BACK = Script.named("give-back");
    private static final Script HOLDERS = Script.named("holders");
    private static final Script LOAD = Script.named("load");
    private static final Script UNLOAD = Script.named("unload");
    private static final Script RENEW_MARK = Script.named("renew-mark");

    private final Redis redis;

    Turnstiles(Redis redis) {
        this.redis = redis;
    }

    /** One reservation at one row. */
    record Want(String reservationId, int quantity) {}

    /**
     * What became of the wants, in their order. @param free units afterwards, null if the row is not loaded
     */
    record Taken(Long free, List<Long> answers) {
        static final long NOW = -1;

        boolean loaded() {
            return free != null;
        }
    }

    /** Who holds units. @param now milliseconds of Redis @param takenAt by its clock @param units of each */
    public record Holders(long now, Map<String, Long> takenAt, Map<String, Long> units) {}

    /**
     * The database's view of a row's holders.
     *
     * @param available units, with the row locked since before the holders were read
     * @param sold ids that are confirmed
     * @param returned ids that are cancelled, or so long unknown that they are forgotten
     * @param tried ids that hold units there
     */
    public record Truth(long available, List<String> sold, List<String> returned, List<String> tried) {}

    /** @param free units now @param before units before, -1 if it was not loaded @param drift what nothing explains */
    public record Loaded(long free, long before, long drift) {}

    /** Units that may still be taken; empty if the row is not loaded. */
    public CompletableFuture<Optional<Long>> free(StockKey row) {
        return take(row, List.of()).thenApply(nothing -> Optional.ofNullable(nothing.free()));
    }

    /**
     * Every row that is loaded, hot or not. The one call here that blocks: it walks through all keys, some at a time.
     *
     * @throws RuntimeException if Redis does not answer
     */
    public List<StockKey> loaded() {
        return redis.keys(LOADED)
                .map(FREE_OF_ROW::matcher)
                .filter(Matcher::matches)
                // A key that names no row is not of this app, and no reason to compare none of the others.
                .flatMap(key -> RowName.read(key.group(1)).stream())
                .toList();
    }

    CompletableFuture<Taken> take(StockKey row, List<Want> wants) {
        Object[] arguments = wants.stream()
                .flatMap(want -> Stream.of(want.reservationId(), "" + want.quantity()))
                .toArray();
        return redis.<List<Long>>eval(TAKE, ReturnType.MULTI, keys(row), arguments)
                .thenApply(answer -> answer.isEmpty()
                        ? new Taken(null, List.of())
                        : new Taken(answer.get(0), answer.subList(1, answer.size())));
    }

    CompletableFuture<Long> settle(StockKey row, Collection<String> ids) {
        return redis.eval(SETTLE, ReturnType.INTEGER, keys(row), ids.toArray());
    }

    CompletableFuture<Long> giveBack(StockKey row, Collection<String> ids) {
        return redis.eval(GIVE_BACK, ReturnType.INTEGER, keys(row), ids.toArray());
    }

    public CompletableFuture<Holders> holders(StockKey row) {
        return redis.<List<String>>eval(HOLDERS, ReturnType.MULTI, keys(row)).thenApply(Turnstiles::holders);
    }

    private static Holders holders(List<String> answer) {
        Map<String, Long> takenAt = new HashMap<>();
        Map<String, Long> units = new HashMap<>();
        for (int i = 1; i < answer.size(); i += 2) {
            String value = answer.get(i + 1);
            int colon = value.indexOf(':');
            units.put(answer.get(i), Long.valueOf(value.substring(0, colon)));
            takenAt.put(answer.get(i), Long.valueOf(value.substring(colon + 1)));
        }
        return new Holders(Long.parseLong(answer.get(0)), takenAt, units);
    }

    /**
     * Sets the row right.
     *
     * @param patienceMillis counted from {@code read.now()}: later than that, nothing is done
     * @return empty if it came too late
     */
    public CompletableFuture<Optional<Loaded>> load(StockKey row, Holders read, long patienceMillis, Truth truth) {
        List<String> arguments = new ArrayList<>(List.of(
                "" + truth.available(),
                "" + read.now(),
                "" + patienceMillis,
                "" + truth.sold().size(),
                "" + truth.returned().size()));
        arguments.addAll(truth.sold());
        arguments.addAll(truth.returned());
        arguments.addAll(truth.tried());
        return redis.<List<Long>>eval(LOAD, ReturnType.MULTI, keys(row), arguments.toArray())
                .thenApply(answer -> answer.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Loaded(answer.get(0), answer.get(1), answer.get(2))));
    }

    public CompletableFuture<Long> unload(StockKey row) {
        return redis.eval(UNLOAD, ReturnType.INTEGER, keys(row));
    }

    public CompletableFuture<Long> renewMark(StockKey row) {
        return redis.eval(RENEW_MARK, ReturnType.INTEGER, keys(row).subList(0, 1));
    }

    /** In braces what the two have in common, so that a cluster keeps them on one node. */
    private static List<Object> keys(StockKey row) {
        String tag = "stock:{" + RowName.of(row) + "}";
        return List.of(tag + ":free", tag + ":holders");
    }
}
