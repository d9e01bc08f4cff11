package dev.holdfast.order.tcc;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.protocol.transaction.GlobalStatusRequest;
import org.apache.seata.core.protocol.transaction.GlobalStatusResponse;
import org.apache.seata.core.rpc.RemotingClient;
import org.apache.seata.core.rpc.netty.RmNettyRemotingClient;
import org.apache.seata.core.rpc.netty.TmNettyRemotingClient;
import org.apache.seata.discovery.registry.RegistryFactory;
import org.apache.seata.discovery.registry.RegistryService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Whether Seata is there: asked again and again over both channels, the one that begins and commits and the one on which
 * branches are registered and doors are called. While it is away nobody waits for it: an order is refused at once. Part of
 * readiness under the name {@code coordinator}.
 */
@Component
@EnableConfigurationProperties(CoordinatorSettings.class)
public class Coordinator implements HealthIndicator, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

    /** Of a transaction that it does not know, such as this, a server that can read its store says Finished. */
    private static final String NO_XID = "127.0.0.1:0:0";

    private static final long NOTHING_ASKED = Long.MIN_VALUE;

    private final String group;
    private final CoordinatorSettings settings;
    private volatile ScheduledExecutorService thread;
    private volatile boolean unanswered;
    private volatile long askedAt = NOTHING_ASKED;

    Coordinator(@Value("${seata.tx-service-group}") String group, CoordinatorSettings settings) {
        this.group = group;
        this.settings = settings;
    }

    /** True if whoever asks Seata for something now would only lose time. */
    public boolean isAway() {
        long since = askedAt;
        return unanswered
                || since != NOTHING_ASKED
                        && System.nanoTime() - since > settings.patience().toNanos();
    }

    @Override
    public Health health() {
        return (isAway() ? Health.down() : Health.up()).build();
    }

    private void look() {
        String trouble = trouble();
        if (trouble != null) {
            // Seata's client looks for its servers again only a minute after it started, and then every ten seconds.
            lookUpServers();
            trouble = trouble();
        }
        askedAt = NOTHING_ASKED;
        // Interrupted when the app stops, and then nothing is known.
        if (thread != null && unanswered != (trouble != null)) {
            unanswered = trouble != null;
            if (unanswered) {
                LOG.warn("Seata is away, orders are refused until it is back: {}", trouble);
            } else {
                LOG.info("Seata is back");
            }
        }
    }

    /** Null if Seata answers as it should. */
    private String trouble() {
        try {
            for (RemotingClient channel :
                    List.of(TmNettyRemotingClient.getInstance(), RmNettyRemotingClient.getInstance())) {
                askedAt = System.nanoTime();
                Object answer = channel.sendSyncRequest(question());
                if (!(answer instanceof GlobalStatusResponse said) || said.getGlobalStatus() != GlobalStatus.Finished) {
                    return "it says " + answer;
                }
            }
            return null;
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static GlobalStatusRequest question() {
        GlobalStatusRequest question = new GlobalStatusRequest();
        question.setXid(NO_XID);
        return question;
    }

    private void lookUpServers() {
        try {
            RegistryService<?> registry = RegistryFactory.getInstance();
            registry.refreshAliveLookup(group, registry.lookup(group));
        } catch (Exception e) {
            LOG.debug("no Seata server is known", e);
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService started =
                Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "coordinator"));
        thread = started;
        started.scheduleWithFixedDelay(this::look, 0, settings.period().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopped = thread;
        thread = null;
        stopped.shutdownNow();
    }

    /** Before the web server, so that the first order finds a channel. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
