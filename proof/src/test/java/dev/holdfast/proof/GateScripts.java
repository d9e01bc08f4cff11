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
        return run("take", idsAndQuantities);
    }

    long settle(Object... ids) {
        return number("settle", ids);
    }

    long giveBack(Object... ids) {
        return number("give-back", ids);
    }

    long unload() {
        return number("unload");
    }

    long renewMark() {
        return run(RScript.ReturnType.INTEGER, "renew-mark", keys().subList(0, 1));
    }

    /** Milliseconds of Redis, then id and value of each holder. */
    List<String> holders() {
        return run("holders");
    }

    /** Loads as the keeper does that has just read the holders. @return free, before, drift; empty if too late */
    List<Long> load(long available, List<String> sold, List<String> returned, List<String> tried) {
        return load(available, holders().get(0), sold, returned, tried);
    }

    List<Long> load(long available, String readAt, List<String> sold, List<String> returned, List<String> tried) {
        List<Object> arguments =
                new ArrayList<>(List.of(available, readAt, PATIENCE_MILLIS, sold.size(), returned.size()));
        arguments.addAll(sold);
        arguments.addAll(returned);
        arguments.addAll(tried);
        return run("load", arguments.toArray());
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

    private long number(String script, Object... arguments) {
        return run(RScript.ReturnType.INTEGER, script, keys(), arguments);
    }

    private <T> List<T> run(String script, Object... arguments) {
        return run(RScript.ReturnType.MULTI, script, keys(), arguments);
    }

    private <T> T run(RScript.ReturnType type, String script, List<Object> keys, Object... arguments) {
        return redis.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, text(repository, script), type, keys, arguments);
    }

    private List<Object> keys() {
        return Collections.unmodifiableList(
                new ArrayList<>(List.of("stock:{" + row + "}:free", "stock:{" + row + "}:holders")));
    }

    static String text(Path repository, String script) {
        try {
            return Files.readString(repository.resolve("stock-app/src/main/resources/gate/" + script + ".lua"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
