package dev.holdfast.stockapi;

import feign.Client;
import feign.Request;
import feign.Retryer;
import feign.codec.ErrorDecoder;
import feign.hc5.ApacheHttp5Client;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.cloud.openfeign.loadbalancer.LoadBalancerFeignRequestTransformer;
import org.springframework.context.annotation.Bean;

/**
 * Beans of the stock client's own Feign context (not a {@code @Configuration}: it must not be found by a scan). The
 * client keeps its own connections, so that nobody else's retry policy can repeat a Try: Apache's default repeats any
 * request, a POST too, that was answered with 503.
 */
class StockFeignConfiguration {
    /** A pooled connection idle for longer is looked at before use: a killed stock-app is then met as "not reachable". */
    private static final TimeValue TRUSTED_WHILE_IDLE = TimeValue.ofMilliseconds(100);

    @Bean(destroyMethod = "close")
    CloseableHttpClient stockHttpClient(StockClientSettings settings) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setValidateAfterInactivity(TRUSTED_WHILE_IDLE)
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    @Bean
    Client stockFeignClient(
            CloseableHttpClient stockHttpClient,
            LoadBalancerClient balancer,
            LoadBalancerClientFactory balancers,
            ObjectProvider<LoadBalancerFeignRequestTransformer> transformers) {
        return new NextInstance(
                new ApacheHttp5Client(stockHttpClient),
                balancer,
                balancers,
                transformers.stream().toList());
    }

    @Bean
    Request.Options stockRequestOptions(StockClientSettings settings) {
        return new Request.Options(
                settings.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS,
                settings.readTimeout().toMillis(),
                TimeUnit.MILLISECONDS,
                false);
    }

    @Bean
    Retryer stockRetryer() {
        return Retryer.NEVER_RETRY;
    }

    @Bean
    ErrorDecoder stockErrorDecoder() {
        return new StockErrorDecoder();
    }
}
