package dev.holdfast.stock.gate;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The connection to Redis. It is made by {@link Pulse}, not by the first who needs it: that would be an order, and
 * Redisson blocks while it connects. Until it is there, every call fails at once.
 */
@Component
class Redis {
    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final Config config;
    private volatile RedissonClient client;
    private String lastFailure;

    /** @param yaml as Redisson documents it; one server, sentinels or a cluster */
    Redis(@Value("${holdfast.redisson:}") String yaml, GateSettings settings) throws IOException {
        config = settings.enabled() ? config(yaml) : null;
    }

    private static Config config(String yaml) throws IOException {
        if (yaml.isBlank()) {
            throw new IllegalArgumentException("holdfast.redisson is missing, or set holdfast.gate.enabled to false");
        }
        Config config = Config.fromYAML(yaml);
        config.setCodec(StringCodec.INSTANCE);
        // EVALSHA, and EVAL's long way only where a server does not know the script (yet, or any more).
        config.setUseScriptCache(true);
        config.setLazyInitialization(false);
        return config;
    }

    /** Connects if need be; to be called again and again, since Redis may come later than this app. */
    void connect() {
        if (client != null) {
            return;
        }
        try {
            client = Redisson.create(config);
            LOG.info("the gate has found Redis");
        } catch (RuntimeException e) {
            if (!GateMeters.told(e).equals(lastFailure)) {
                lastFailure = GateMeters.told(e);
                LOG.warn("the gate stays open, since there is no Redis: {}", lastFailure);
            }
        }
    }

    boolean connected() {
        return client != null;
    }

    /** @param keys all of one hash tag */
    <T> CompletableFuture<T> eval(Script script, RScript.ReturnType type, List<Object> keys, Object... arguments) {
        RedissonClient redis = client;
        if (redis == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("there is no Redis yet"));
        }
        try {
            return redis.getScript(StringCodec.INSTANCE)
                    .<T>evalAsync(RScript.Mode.READ_WRITE, script.text(), type, keys, arguments)
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The keys that match; a SCAN, which stops nobody for long. */
    Stream<String> keys(String pattern) {
        RedissonClient redis = client;
        if (redis == null) {
            throw new IllegalStateException("there is no Redis yet");
        }
        return redis.getKeys()
                .getKeysStream(KeysScanOptions.defaults().pattern(pattern).chunkSize(500));
    }

    RLock lock(String name) {
        return client.getLock(name);
    }

    @PreDestroy
    void close() {
        if (client != null) {
            client.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }
}
