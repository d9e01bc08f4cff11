package dev.holdfast.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;

/** Starts gateway-app. */
@SpringBootApplication
@EnableConfigurationProperties(GatewayLimits.class)
@LoadBalancerClients(defaultConfiguration = Untried.Configuration.class)
public class GatewayApplication {
    public static void main(String[] args) {
        // One event loop for each core: Reactor's least is four, which on two cores only take turns.
        System.setProperty(
                "reactor.netty.ioWorkerCount",
                System.getProperty(
                        "reactor.netty.ioWorkerCount",
                        "" + Math.max(2, Runtime.getRuntime().availableProcessors())));
        SpringApplication.run(GatewayApplication.class, args);
    }

    /** Netty's client sends a request again by itself if its connection broke; a POST may have been done by then. */
    @Bean
    HttpClientCustomizer sendsOnce() {
        return client -> client.disableRetry(true);
    }
}
