package dev.holdfast.stock.shelf;

import java.util.Arrays;
import java.util.stream.Stream;
import org.flywaydb.core.api.Location;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads sql/demo beside the migrations where {@code holdfast.demo} is true; leave it out where the stock is real. */
@Configuration(proxyBeanMethods = false)
class DemoStock {
    @Bean
    @ConditionalOnProperty("holdfast.demo")
    FlywayConfigurationCustomizer withDemoStock() {
        return flyway -> flyway.locations(Stream.concat(
                        Arrays.stream(flyway.getLocations()).map(Location::getDescriptor),
                        Stream.of("classpath:db/demo"))
                .toArray(String[]::new));
    }
}
