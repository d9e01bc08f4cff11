package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.StockKey;
import java.time.Duration;
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
    private static final Script CLOCK = Script.named("clock");
    private static final Script MARK = Script.named("mark");
    private static final Script UNMARK = Script.named("unmark");

    private final Redis redis;

    Turnstiles(Redis redis) {
        this.redis = redis;
    }

    /** One reservation at one row. */
    record Want(String reservationId, int quantity) {}

    /**
     * What became of the wants, in their order.
     *
     * @param free units afterwards, below zero after takes by force; null if the row is not loaded
     */
    record Taken(Long free, List<Long> answers) {
        static final long NOW = -1;

        boolean loaded() {
            return free != null;
        }

        boolean nothingLeft() {
            return free != null && free <= 0;
        }
    }

    /** @param now milliseconds of the Redis node that has the row @param free null if the row is not loaded */
    public record Reading(long now, Long free) {
        public boolean nothingLeft() {
            return free != null && free <= 0;
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

    /** @param free units now @param before units before, null if it was not loaded @param drift what nothing explains */
    public record Loaded(long free, Long before, long drift) {}

    /** Units that may still be taken; empty if the row is not loaded. */
    public CompletableFuture<Optional<Long>> free(StockKey row) {
        return take(row, List.of(), false).thenApply(nothing -> Optional.ofNullable(nothing.free()));
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

    /** @param byForce takes also what does not fit */
    CompletableFuture<Taken> take(StockKey row, List<Want> wants, boolean byForce) {
        Object[] arguments = Stream.concat(
                        Stream.of(byForce ? "1" : "0"),
                        wants.stream().flatMap(want -> Stream.of(want.reservationId(), "" + want.quantity())))
                .toArray();
        return redis.<List<Long>>eval(TAKE, ReturnType.MULTI, keysWithMark(row), arguments)
                .thenApply(answer -> answer.isEmpty()
                        ? new Taken(null, List.of())
                        : new Taken(answer.get(0), answer.subList(1, answer.size())));
    }

    CompletableFuture<Long> settle(StockKey row, Collection<String> ids) {
        return redis.eval(SETTLE, ReturnType.INTEGER, keys(row), ids.toArray());
    }

    CompletableFuture<Long> giveBack(StockKey row, Collection<String> ids) {
        return redis.eval(GIVE_BACK, ReturnType.INTEGER, keysWithMark(row), ids.toArray());
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
        return redis.<List<Long>>eval(LOAD, ReturnType.MULTI, keysWithMark(row), arguments.toArray())
                .thenApply(Turnstiles::loaded);
    }

    private static Optional<Loaded> loaded(List<Long> answer) {
        return switch (answer.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Loaded(answer.get(0), null, 0));
            default -> Optional.of(new Loaded(answer.get(0), answer.get(1), answer.get(2)));
        };
    }

    public CompletableFuture<Long> unload(StockKey row) {
        return redis.eval(UNLOAD, ReturnType.INTEGER, keysWithMark(row));
    }

    /** What a mark begins with, see {@link #mark}. */
    public CompletableFuture<Reading> read(StockKey row) {
        return redis.<List<Long>>eval(CLOCK, ReturnType.MULTI, List.of(key(row, "free")))
                .thenApply(answer -> new Reading(answer.get(0), answer.size() == 1 ? null : answer.get(1)));
    }

    /**
     * Marks the row as sold out until one lease after {@code read}, or renews its mark.
     *
     * @param read the time of Redis, read before {@code available} = 0 was read in the database
     * @param first whether a mark may be made where there is none
     * @return false if there is no such mark now: it would have ended already, or the row has free units or is not loaded
     */
    public CompletableFuture<Boolean> mark(StockKey row, Reading read, Duration lease, boolean first) {
        return redis.<Long>eval(
                        MARK,
                        ReturnType.INTEGER,
                        List.of(key(row, "free"), key(row, "sold-out")),
                        "" + read.now(),
                        "" + lease.toMillis(),
                        first ? "1" : "0")
                .thenApply(end -> end > 0);
    }

    /** Deletes the row's mark. */
    CompletableFuture<Long> unmark(StockKey row) {
        return redis.eval(UNMARK, ReturnType.INTEGER, List.of(key(row, "sold-out")));
    }

    private static List<Object> keys(StockKey row) {
        return List.of(key(row, "free"), key(row, "holders"));
    }

    private static List<Object> keysWithMark(StockKey row) {
        return List.of(key(row, "free"), key(row, "holders"), key(row, "sold-out"));
    }

    /** In braces what the keys of a row have in common, so that a cluster keeps them on one node. */
    private static Object key(StockKey row, String part) {
        return "stock:{" + RowName.of(row) + "}:" + part;
    }
}
