package dev.holdfast.stockapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** However a service is set up, it gets one client, and a setting that makes no sense stops it. */
class StockClientAutoConfigurationTest {
    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    UtilAutoConfiguration.class,
                    org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration.class,
                    LoadBalancerAutoConfiguration.class,
                    BlockingLoadBalancerClientAutoConfiguration.class,
                    FeignAutoConfiguration.class,
                    StockClientAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    @EnableFeignClients(basePackageClasses = StockClient.class)
    static class ScansForFeignClients {}

    @Test
    void a_service_that_does_nothing_gets_a_client() {
        service.run(context -> assertThat(context).hasSingleBean(StockClient.class));
    }

    @Test
    void a_service_that_scans_this_package_for_feign_clients_gets_one_too() {
        service.withUserConfiguration(ScansForFeignClients.class)
                .run(context -> assertThat(context).hasSingleBean(StockClient.class));
    }

    @Test
    void a_timeout_of_nothing_is_refused_at_the_start() {
        service.withPropertyValues("holdfast.stock-client.read-timeout=0ms")
                .run(context -> assertThat(context).hasFailed());
    }
}
