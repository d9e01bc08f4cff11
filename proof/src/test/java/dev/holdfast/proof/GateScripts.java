package dev.holdfast.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** The very Lua files of stock-app, called for one row. */
record GateScripts(RedissonClient redis, Path repository, String row) {
    /** No row of the database is locked here, so nothing ends if it takes long. */
    private static final int PATIENCE_MILLIS = 60_000;

    /** @param idsAndQuantities id, quantity, id, quantity */
    List<Long> take(Object... idsAndQuantities) {
        return take(false, idsAndQuantities);
    }

    /** Takes whether it fits or not. */
    List<Long> takeByForce(Object... idsAndQuantities) {
        return take(true, idsAndQuantities);
    }

    private List<Long> take(boolean byForce, Object... idsAndQuantities) {
        List<Object> arguments = new ArrayList<>(List.of(byForce ? 1 : 0));
        Collections.addAll(arguments, idsAndQuantities);
        return run("take", keysWithMark(), arguments.toArray());
    }

    long settle(Object... ids) {
        return number("settle", keys(), ids);
    }

    long giveBack(Object... ids) {
        return number("give-back", keysWithMark(), ids);
    }

    long unload() {
        return number("unload", keysWithMark());
    }

    /** Milliseconds of Redis, then the free units if the row is loaded. */
    List<Long> clock() {
        return run("clock", List.of(key("free")));
    }

    /** Marks the row, or renews its mark. @return the end of the mark, 0 if none was made */
    long mark(long timeRead, long leaseMillis) {
        return mark(timeRead, leaseMillis, true);
    }

    /** @param first false: only a mark that is there is renewed */
    long mark(long timeRead, long leaseMillis, boolean first) {
        return number("mark", List.of(key("free"), key("sold-out")), timeRead, leaseMillis, first ? 1 : 0);
    }

    long unmark() {
        return number("unmark", List.of(key("sold-out")));
    }

    /** Milliseconds of Redis, then id and value of each holder. */
    List<String> holders() {
        return run("holders", keys());
    }

    /** Loads as the keeper does that has just read the holders. @return free, before and drift if loaded; empty if late */
    List<Long> load(long available, List<String> sold, List<String> returned, List<String> tried) {
        return load(available, holders().get(0), sold, returned, tried);
    }

    List<Long> load(long available, String readAt, List<String> sold, List<String> returned, List<String> tried) {
        List<Object> arguments =
                new ArrayList<>(List.of(available, readAt, PATIENCE_MILLIS, sold.size(), returned.size()));
        arguments.addAll(sold);
        arguments.addAll(returned);
        arguments.addAll(tried);
        return run("load", keysWithMark(), arguments.toArray());
    }

    void load(long available) {
        load(available, List.of(), List.of(), List.of());
    }

    /** Keeps a list of hot rows of its own. @param reasons row, milliseconds, 1 or 0, row, ... @return the hot ones */
    List<String> hot(int most, Object... reasons) {
        List<Object> arguments = new ArrayList<>(List.of(most));
        Collections.addAll(arguments, reasons);
        return run(RScript.ReturnType.MULTI, "hot", list(), arguments.toArray());
    }

    /** @return rows that are to be unloaded */
    List<String> cooled(Object... unloaded) {
        return run(RScript.ReturnType.MULTI, "cooled", list(), unloaded);
    }

    /** @return how many of these were on the list */
    long unlist(Object... entries) {
        return run(RScript.ReturnType.INTEGER, "unlist", list(), entries);
    }

    private List<Object> list() {
        return new ArrayList<>(List.of("hot-of:" + row));
    }

    private long number(String script, List<Object> keys, Object... arguments) {
        return run(RScript.ReturnType.INTEGER, script, keys, arguments);
    }

    private <T> List<T> run(String script, List<Object> keys, Object... arguments) {
        return run(RScript.ReturnType.MULTI, script, keys, arguments);
    }

    private <T> T run(RScript.ReturnType type, String script, List<Object> keys, Object... arguments) {
        return redis.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, text(repository, script), type, keys, arguments);
    }

    private List<Object> keys() {
        return List.of(key("free"), key("holders"));
    }

    private List<Object> keysWithMark() {
        return List.of(key("free"), key("holders"), key("sold-out"));
    }

    private Object key(String part) {
        return "stock:{" + row + "}:" + part;
    }

    static String text(Path repository, String script) {
        try {
            return Files.readString(repository.resolve("stock-app/src/main/resources/gate/" + script + ".lua"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
