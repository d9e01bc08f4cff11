package dev.holdfast.proof.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The settings that the apps run with, as far as they can be known from outside. The first source that has one decides. */
final class AppSettings {
    private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    /** Longer than a round of the resolver may take before another order-app begins one: its lock is kept for ten periods. */
    private static final int PERIODS_OF_A_LOCK = 10;

    private final MutablePropertySources sources = new MutablePropertySources();

    /** @param environment of this process: a stack that was started in the same one runs with it */
    AppSettings(Map<String, String> environment) {
        sources.addLast(new SystemEnvironmentPropertySource(ENVIRONMENT, Map.copyOf(environment)));
    }

    /** @param name as a reader is told where a value is from */
    AppSettings with(String name, String yaml) {
        try {
            List<PropertySource<?>> documents =
                    new YamlPropertySourceLoader().load(name, new ByteArrayResource(yaml.getBytes(UTF_8)));
            documents.forEach(sources::addLast);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can be read", e);
        }
    }

    /**
     * The time after which an open order is broken. The resolver takes it up when it is old enough. It may then wait for the
     * lock of an order-app that died, or rest after attempts that failed.
     *
     * @throws IllegalArgumentException if no source has the settings
     */
    Grace grace() {
        Duration oldEnough = duration("holdfast.recovery.old-enough");
        Duration period = duration("holdfast.recovery.period");
        Duration rest = duration("holdfast.recovery.longest-back-off");
        Duration forgetAfter = duration("holdfast.gate.forget-after");
        Duration lock = period.multipliedBy(PERIODS_OF_A_LOCK);
        Duration attempt = rest.plus(period);
        boolean lockIsLonger = lock.compareTo(attempt) > 0;
        Duration settled = oldEnough.plus(lockIsLonger ? lock : attempt);
        if (forgetAfter.compareTo(settled) > 0) {
            return new Grace(forgetAfter, told("holdfast.gate.forget-after"));
        }
        return new Grace(
                settled,
                lockIsLonger
                        ? told("holdfast.recovery.old-enough") + " + " + PERIODS_OF_A_LOCK + " times "
                                + told("holdfast.recovery.period")
                        : told("holdfast.recovery.old-enough") + " + " + told("holdfast.recovery.longest-back-off")
                                + " + " + told("holdfast.recovery.period"));
    }

    private Duration duration(String name) {
        return new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources))
                .bind(name, Duration.class)
                .orElseThrow(() -> new IllegalArgumentException(name + " is nowhere to be read: give --grace"));
    }

    private String told(String name) {
        return "%s %s (%s)"
                .formatted(name.substring("holdfast.".length()), Durations.text(duration(name)), source(name));
    }

    private String source(String name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.from(sources)) {
            if (source.getConfigurationProperty(ConfigurationPropertyName.of(name)) != null) {
                String from = ((PropertySource<?>) source.getUnderlyingSource()).getName();
                return from.equals(ENVIRONMENT) ? "environment" : from;
            }
        }
        throw new IllegalStateException(name + " was read and is gone");
    }
}
