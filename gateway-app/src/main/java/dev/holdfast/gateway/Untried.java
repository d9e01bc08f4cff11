package dev.holdfast.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

/** Of all instances those by which a request has not been refused yet. */
final class Untried extends DelegatingServiceInstanceListSupplier {
    private static final String REFUSED_BY = Untried.class.getName();

    Untried(ServiceInstanceListSupplier all) {
        super(all);
    }

    /** Of every load balancer (not a {@code @Configuration}: it must not be found by a scan). */
    static class Configuration {
        @Bean
        ServiceInstanceListSupplier instances(ConfigurableApplicationContext context) {
            return ServiceInstanceListSupplier.builder()
                    .withDiscoveryClient()
                    .withCaching()
                    .with((within, all) -> new Untried(all))
                    .build(context);
        }
    }

    /** The request that these attributes belong to was refused by it. */
    static void note(Map<String, Object> attributes, ServiceInstance instance) {
        refusedBy(attributes).add(name(instance));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> refusedBy(Map<String, Object> attributes) {
        return (Set<String>) attributes.computeIfAbsent(REFUSED_BY, none -> ConcurrentHashMap.newKeySet());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Flux<List<ServiceInstance>> get(Request request) {
        if (request.getContext() instanceof RequestDataContext context
                && context.getClientRequest().getAttributes().containsKey(REFUSED_BY)) {
            Set<String> refusedBy = refusedBy(context.getClientRequest().getAttributes());
            return get().map(all -> others(all, refusedBy));
        }
        return get();
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return delegate.get();
    }

    private static List<ServiceInstance> others(List<ServiceInstance> all, Set<String> refusedBy) {
        return all.stream().filter(each -> !refusedBy.contains(name(each))).toList();
    }

    private static String name(ServiceInstance instance) {
        return instance.getHost() + ":" + instance.getPort();
    }
}
