package dev.holdfast.order.soldout;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Listens to what stock-app says through Redis. Without Redis nothing is heard and nothing is refused here; Redisson
 * subscribes again by itself when Redis is back, and what was missed is heard within a second, since marks are renewed.
 */
@Component
@ConditionalOnProperty(name = "holdfast.gate.enabled", matchIfMissing = true)
class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final int SECONDS_TO_RETRY = 1;

    private final Config config;
    private final SoldOut soldOut;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sold-out-subscriber");
        thread.setDaemon(true);
        return thread;
    });
    private RedissonClient redis;
    private String lastFailure;

    /** @param yaml as Redisson documents it; one server, sentinels or a cluster */
    Announcements(@Value("${holdfast.redisson}") String yaml, SoldOut soldOut) throws IOException {
        config = Config.fromYAML(yaml);
        config.setCodec(StringCodec.INSTANCE);
        this.soldOut = soldOut;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        thread.execute(this::subscribe);
    }

    /** Again and again until it works: Redis may come later than this app. */
    private void subscribe() {
        try {
            if (redis == null) {
                redis = Redisson.create(config);
            }
            redis.getTopic(Mark.CHANNEL)
                    .addListener(String.class, (channel, text) -> Mark.of(text).ifPresent(soldOut::hear));
            LOG.info("listening for what is sold out");
        } catch (RuntimeException e) {
            if (!e.toString().equals(lastFailure)) {
                lastFailure = e.toString();
                LOG.warn("what is sold out is not heard, since there is no Redis: {}", lastFailure);
            }
            thread.schedule(this::subscribe, SECONDS_TO_RETRY, TimeUnit.SECONDS);
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
