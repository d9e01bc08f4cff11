package dev.holdfast.order.soldout;

import dev.holdfast.stockapi.StockKey;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * The marks in Redis. Without Redis there are none, and no hint of one either; Redisson subscribes again by itself when
 * Redis is back.
 */
@Component
@ConditionalOnProperty(name = "holdfast.gate.enabled", matchIfMissing = true)
class RedisMarks implements Marks {
    private static final Logger LOG = LoggerFactory.getLogger(RedisMarks.class);
    private static final int SECONDS_TO_RETRY = 1;
    private static final String ASK = script("ask-mark");
    private static final String COUNT = script("count-passed");

    private final Config config;
    private final SoldOutSettings settings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sold-out-subscriber");
        thread.setDaemon(true);
        return thread;
    });
    private volatile RedissonClient redis;
    private String lastFailure;

    /** @param yaml as Redisson documents it; one server, sentinels or a cluster */
    RedisMarks(@Value("${holdfast.redisson}") String yaml, SoldOutSettings settings) throws IOException {
        config = Config.fromYAML(yaml);
        config.setCodec(StringCodec.INSTANCE);
        config.setUseScriptCache(true);
        this.settings = settings;
    }

    private static String script(String name) {
        try (InputStream file = RedisMarks.class.getResourceAsStream("/soldout/" + name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("soldout/" + name + ".lua is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells of every message from now on; tries to connect until it works, since Redis may come later than this app. */
    @Override
    public void listen(Consumer<MarkHint> listener) {
        thread.execute(() -> subscribe(listener));
    }

    private void subscribe(Consumer<MarkHint> listener) {
        try {
            if (redis == null) {
                redis = Redisson.create(config);
            }
            redis.getTopic(MarkHint.CHANNEL).addListener(String.class, (channel, text) -> MarkHint.parse(text)
                    .ifPresent(listener));
            LOG.info("listening for what is sold out");
        } catch (RuntimeException e) {
            if (!e.toString().equals(lastFailure)) {
                lastFailure = e.toString();
                LOG.warn("what is sold out is not heard, since there is no Redis: {}", lastFailure);
            }
            thread.schedule(() -> subscribe(listener), SECONDS_TO_RETRY, TimeUnit.SECONDS);
        }
    }

    @Override
    public Map<StockKey, MarkLease> ask(Collection<StockKey> rows) {
        RedissonClient connected = connected();
        long begun = System.nanoTime();
        Map<StockKey, CompletableFuture<List<Object>>> questions = new HashMap<>();
        rows.forEach(row -> questions.put(row, evaluate(connected, ASK, ReturnType.MULTI, row)));
        await(questions.values(), begun + settings.askWithin().toNanos());
        Map<StockKey, MarkLease> marks = new HashMap<>();
        questions.forEach((row, answer) ->
                MarkLease.read(answer.join(), begun, settings.lease()).ifPresent(mark -> marks.put(row, mark)));
        return marks;
    }

    @Override
    public CompletableFuture<Void> countPassed(Collection<StockKey> rows) {
        try {
            RedissonClient connected = connected();
            return CompletableFuture.allOf(rows.stream()
                    .map(row -> evaluate(connected, COUNT, ReturnType.INTEGER, row))
                    .toArray(CompletableFuture<?>[]::new));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private RedissonClient connected() {
        RedissonClient connected = redis;
        if (connected == null) {
            throw new IllegalStateException("there is no Redis yet");
        }
        return connected;
    }

    private static <T> CompletableFuture<T> evaluate(
            RedissonClient redis, String script, ReturnType type, StockKey row) {
        List<Object> key = List.of("stock:{" + row.storeId() + ":" + row.skuId() + "}:sold-out");
        // READ_WRITE also where nothing is written: a replica may be behind.
        return redis.getScript(StringCodec.INSTANCE)
                .<T>evalAsync(Mode.READ_WRITE, script, type, key)
                .toCompletableFuture();
    }

    private static void await(Collection<? extends CompletableFuture<?>> all, long deadline) {
        try {
            for (CompletableFuture<?> each : all) {
                each.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Redis has not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void close() {
        thread.shutdownNow();
        if (redis != null) {
            redis.shutdown(0, 2, TimeUnit.SECONDS);
        }
    }
}
