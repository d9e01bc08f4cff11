package dev.holdfast.proof.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The keys of the gate in Redis; nothing here writes. */
final class Gate implements AutoCloseable {
    private static final String LOOK = text("/check/look.lua");
    private static final String ID = "([1-9]\\d{0,18})";
    private static final Pattern FREE = Pattern.compile("stock:\\{" + ID + ":" + ID + "}:free");

    private final RedissonClient redis;

    /** @param takenAtMillis by the clock of Redis */
    record Holder(long quantity, long takenAtMillis) {
        static Holder of(String value) {
            int colon = value.indexOf(':');
            return new Holder(Long.parseLong(value.substring(0, colon)), Long.parseLong(value.substring(colon + 1)));
        }
    }

    /** @param now milliseconds of Redis @param free null if the row is not loaded */
    record Count(long now, Long free, Map<String, Holder> holders) {}

    /** @throws org.redisson.client.RedisException if there is no Redis, or it lets nobody in */
    Gate(CheckSettings.GateAt at) {
        Config config = new Config()
                .setCodec(StringCodec.INSTANCE)
                .setNettyThreads(2)
                .setThreads(2)
                .setLazyInitialization(false);
        config.useSingleServer()
                .setAddress("redis://" + at.address())
                .setPassword(at.password().isEmpty() ? null : at.password())
                .setDatabase(at.number())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setTimeout(5000)
                .setConnectTimeout(5000)
                .setRetryAttempts(1);
        redis = Redisson.create(config);
    }

    /** The rows that are loaded, as {@code storeId:skuId}. */
    List<String> rows() {
        TreeSet<String> rows = new TreeSet<>();
        for (String key : redis.getKeys()
                .getKeys(KeysScanOptions.defaults().pattern("stock:{*}:free").chunkSize(1000))) {
            row(key).ifPresent(rows::add);
        }
        return List.copyOf(rows);
    }

    /** The stock row whose key this is: each id is 1 to 2^63 - 1. */
    static Optional<String> row(String key) {
        Matcher name = FREE.matcher(key);
        return name.matches() && isLong(name.group(1)) && isLong(name.group(2))
                ? Optional.of(name.group(1) + ":" + name.group(2))
                : Optional.empty();
    }

    private static boolean isLong(String digits) {
        return new BigInteger(digits).bitLength() < Long.SIZE;
    }

    Count count(String row) {
        String tag = "stock:{" + row + "}";
        List<String> answer = redis.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_ONLY, LOOK, RScript.ReturnType.MULTI, List.of(tag + ":free", tag + ":holders"));
        Map<String, Holder> holders = new HashMap<>();
        for (int i = 2; i < answer.size(); i += 2) {
            holders.put(answer.get(i), Holder.of(answer.get(i + 1)));
        }
        String free = answer.get(1);
        return new Count(Long.parseLong(answer.get(0)), free.isEmpty() ? null : Long.valueOf(free), holders);
    }

    private static String text(String resource) {
        try (InputStream script = Gate.class.getResourceAsStream(resource)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
