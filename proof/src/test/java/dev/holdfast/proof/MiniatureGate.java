package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** The gate of the miniature: the very scripts of stock-app; a test may edit them, and so make a mistake. */
class MiniatureGate {
    private final RedissonClient redis;
    private final Path repository;
    private final Map<String, String> edited = new HashMap<>();

    MiniatureGate(RedissonClient redis, Path repository) {
        this.redis = redis;
        this.repository = repository;
    }

    /** Replaces a part of one script, which must be there. */
    void edit(String script, String part, String by) {
        assertThat(text(script)).contains(part);
        edited.put(script, text(script).replace(part, by));
    }

    private String text(String script) {
        return edited.getOrDefault(script, GateScripts.text(repository, script));
    }

    /** As the keeper does that has just read the holders, of whom the database knows none. */
    void load(long sku, long available) {
        List<Object> now = run(sku, "holders");
        run(sku, "load", available, now.get(0), 60_000, 0, 0);
    }

    /** False if it is sold out; a row that is not loaded lets everybody through. */
    boolean take(long sku, String id, int quantity) {
        List<Object> answer = run(sku, "take", 0, id, quantity);
        return answer.isEmpty() || Long.parseLong(answer.get(1).toString()) < 0;
    }

    void settle(long sku, String id) {
        number(sku, "settle", id);
    }

    void giveBack(long sku, String id) {
        number(sku, "give-back", id);
    }

    void unload(long sku) {
        number(sku, "unload");
    }

    private List<Object> run(long sku, String script, Object... arguments) {
        return redis.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, text(script), RScript.ReturnType.MULTI, keys(sku), arguments);
    }

    private void number(long sku, String script, Object... arguments) {
        redis.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, text(script), RScript.ReturnType.INTEGER, keys(sku), arguments);
    }

    private static List<Object> keys(long sku) {
        String tag = "stock:{1:" + sku + "}:";
        return List.of(tag + "free", tag + "holders", tag + "sold-out");
    }
}
