package dev.holdfast.stockapi;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives any Spring service a {@link StockClient} that finds stock-app by its name. */
@AutoConfiguration
@ConditionalOnClass(FeignClient.class)
@EnableConfigurationProperties(StockClientSettings.class)
public class StockClientAutoConfiguration {
    @Bean
    StockClient stockClient(StockEndpoints endpoints) {
        return new StockClient(endpoints);
    }

    /** Not if the application scans this package with its own {@code @EnableFeignClients}: that has registered it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(StockEndpoints.class)
    @EnableFeignClients(clients = StockEndpoints.class)
    static class Endpoints {}
}
