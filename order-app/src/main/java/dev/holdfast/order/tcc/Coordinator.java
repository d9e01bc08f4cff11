package dev.holdfast.order.tcc;

import dev.holdfast.lifecycle.PeriodicJob;
import java.time.Duration;
import java.util.List;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.protocol.transaction.GlobalStatusRequest;
import org.apache.seata.core.protocol.transaction.GlobalStatusResponse;
import org.apache.seata.core.rpc.netty.RmNettyRemotingClient;
import org.apache.seata.core.rpc.netty.TmNettyRemotingClient;
import org.apache.seata.discovery.registry.RegistryFactory;
import org.apache.seata.discovery.registry.RegistryService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
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

    private final CoordinatorSettings settings;
    private final List<Channel> channels;
    private final Runnable lookUpServers;
    private volatile PeriodicJob job;
    private volatile boolean unanswered;
    private volatile long askedAt = NOTHING_ASKED;

    /** One of the two connections of Seata's client. */
    @FunctionalInterface
    interface Channel {
        Object ask(GlobalStatusRequest question) throws Exception;
    }

    @Autowired
    Coordinator(@Value("${seata.tx-service-group}") String group, CoordinatorSettings settings) {
        this(
                settings,
                List.of(
                        question -> TmNettyRemotingClient.getInstance().sendSyncRequest(question),
                        question -> RmNettyRemotingClient.getInstance().sendSyncRequest(question)),
                () -> lookUpServers(group));
    }

    /** For tests as well. */
    Coordinator(CoordinatorSettings settings, List<Channel> channels, Runnable lookUpServers) {
        this.settings = settings;
        this.channels = channels;
        this.lookUpServers = lookUpServers;
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
        String trouble;
        try {
            trouble = trouble();
            if (trouble != null) {
                // Seata's client looks for its servers again only a minute after it started, and then every ten
                // seconds.
                lookUpServers.run();
                trouble = trouble();
            }
        } finally {
            // Whatever was thrown: nothing is asked any more, so patience is not running out.
            askedAt = NOTHING_ASKED;
        }
        // Interrupted when the app stops, and then nothing is known.
        if (isRunning() && unanswered != (trouble != null)) {
            unanswered = trouble != null;
            if (unanswered) {
                LOG.warn("Seata is away, orders are refused until it is back: {}", trouble);
            } else {
                LOG.info("Seata is back");
            }
        }
    }

    /** Null if Seata answers as it should. An Error of its client is trouble as well: orders would meet the same one. */
    private String trouble() {
        try {
            for (Channel channel : channels) {
                askedAt = System.nanoTime();
                Object answer = channel.ask(question());
                if (!(answer instanceof GlobalStatusResponse said) || said.getGlobalStatus() != GlobalStatus.Finished) {
                    return "it says " + answer;
                }
            }
            return null;
        } catch (Exception | Error e) {
            return e.toString();
        }
    }

    private static GlobalStatusRequest question() {
        GlobalStatusRequest question = new GlobalStatusRequest();
        question.setXid(NO_XID);
        return question;
    }

    private static void lookUpServers(String group) {
        try {
            RegistryService<?> registry = RegistryFactory.getInstance();
            registry.refreshAliveLookup(group, registry.lookup(group));
        } catch (Exception | Error e) {
            LOG.debug("no Seata server is known", e);
        }
    }

    @Override
    public void start() {
        PeriodicJob started = new PeriodicJob("coordinator", settings.period(), this::look);
        job = started;
        started.start(Duration.ZERO);
    }

    @Override
    public void stop() {
        PeriodicJob stopped = job;
        job = null;
        stopped.stop();
    }

    /** Before the web server, so that the first order finds a channel. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return job != null;
    }
}
