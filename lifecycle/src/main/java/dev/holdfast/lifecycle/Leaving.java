package dev.holdfast.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * The first that happens when an app is told to stop: it leaves the registry and goes on serving, whole, until its callers
 * have heard of it. Then Spring stops it: no new connection, what is under way is finished, and last what that stands on.
 */
public final class Leaving implements ApplicationListener<ContextClosedEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

    private final ApplicationContext context;
    private final AbstractAutoServiceRegistration<?> entry;
    private final ServiceRegistry<Registration> registry;
    private final Registration self;
    private final Supplier<Duration> serveOn;
    private final Runnable sayGoodbye;
    private volatile boolean begun;

    /**
     * @param serveOn asked when it begins: it may have been changed while the app ran
     * @param sayGoodbye done when it begins, so that every further answer ends its connection
     */
    Leaving(
            ApplicationContext context,
            AbstractAutoServiceRegistration<?> entry,
            ServiceRegistry<Registration> registry,
            Registration self,
            Supplier<Duration> serveOn,
            Runnable sayGoodbye) {
        this.context = context;
        this.entry = entry;
        this.registry = registry;
        this.self = self;
        this.serveOn = serveOn;
        this.sayGoodbye = sayGoodbye;
    }

    /** Whoever is answered now should not come back on the same connection. */
    public boolean begun() {
        return begun;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        // Contexts within this one tell of their end here too.
        if (closed.getApplicationContext() == context && entry.isRunning()) {
            leave(serveOn.get());
        }
    }

    private void leave(Duration before) {
        begun = true;
        sayGoodbye.run();
        // Not entry.stop(): that closes the registry's client too, by which this app still finds others.
        registry.deregister(self);
        LOG.info("{} has left the registry and serves on for {} ms", self.getServiceId(), before.toMillis());
        try {
            TimeUnit.MILLISECONDS.sleep(before.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before all who stop at this event: schedulers, executors, the management port. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
